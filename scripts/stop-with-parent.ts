// Loaded with --import into programs that are not ours: they stop when the process that started them is gone.
// The channel is left as it is: `next dev` hands this on to a server of its own, which waits for orders on it.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
