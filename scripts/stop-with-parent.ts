// Loaded with --import into programs that are not ours: they stop when the process that started them is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone must not keep the program alive.
process.channel?.unref();
