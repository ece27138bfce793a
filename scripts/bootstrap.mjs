// The first file every npm script runs. It must parse on any Node since 18: plain JavaScript, no packages.
// It brings node_modules and the generated database client up to date, then hands over to the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const isWindows = process.platform === 'win32';
const oldestNode = [20, 19];

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function versionOf(text) {
  const [major = 0, minor = 0] = text.replace(/^v/, '').split('.').map(Number);
  return [major, minor];
}

function isAtLeast([major, minor], [wantedMajor, wantedMinor]) {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Installs the packages of package-lock.json unless node_modules already holds exactly those. */
function installPackages() {
  const lockFile = path.join(root, 'package-lock.json');
  const stampFile = path.join(modules, '.tieout-lock-sha256');
  const installedLock = path.join(modules, '.package-lock.json');
  const wanted = sha256(readFileSync(lockFile));
  if (existsSync(installedLock)) {
    if (readText(stampFile) === wanted) return;
    // Somebody ran npm by hand after the lock file last changed: npm wrote its own record of it.
    if (statSync(installedLock).mtimeMs >= statSync(lockFile).mtimeMs) {
      writeFileSync(stampFile, wanted);
      return;
    }
  }
  process.stdout.write('Installing packages (npm ci), a minute or two the first time...\n');
  // On Windows a running node.exe inside node_modules can't be deleted, which npm ci would try.
  const runsFromModules = process.execPath.startsWith(modules + path.sep);
  const verb = isWindows && runsFromModules ? 'install' : 'ci';
  // Warnings that the machine's own Node is older are beside the point: everything runs on the pinned one.
  const args = [verb, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npmScript = process.env.npm_execpath ?? '';
  const options = { cwd: root, stdio: 'inherit' };
  const result = npmScript.endsWith('npm-cli.js')
    ? spawnSync(process.env.npm_node_execpath ?? process.execPath, [npmScript, ...args], options)
    : spawnSync(isWindows ? 'npm.cmd' : 'npm', args, { ...options, shell: isWindows });
  if (result.status !== 0) {
    fail(
      `The packages could not be installed (npm ${verb} ended with ${result.status ?? result.signal ?? result.error?.message}); see the lines above, then run the command again.`,
    );
  }
  writeFileSync(stampFile, wanted);
}

/** The Node that package.json pins, or the present one if that is new enough. */
function findNode() {
  const binary = isWindows ? 'node.exe' : 'node';
  const pinned = path.join(modules, 'node', 'bin', binary);
  if (existsSync(pinned)) return pinned;
  const arch = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
  for (const parent of [path.join(modules, 'node', 'node_modules'), modules]) {
    for (const folder of [arch, arch.replace(/^node-/, 'node-bin-')]) {
      const candidate = path.join(parent, folder, 'bin', binary);
      if (existsSync(candidate)) return candidate;
    }
  }
  if (isAtLeast(versionOf(process.version), [24, 0])) return process.execPath;
  return fail(
    `Tieout runs on Node 24, which npm could not install here (install scripts may be switched off): run "npm rebuild node", or start Tieout with Node 24 or later; this is ${process.version}.`,
  );
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? listFiles(full) : [full];
    });
}

/** Generates the database client when the schema is newer than it. */
function generateClient(node) {
  const schema = path.join(root, 'prisma', 'schema');
  if (!existsSync(schema)) return;
  const generated = path.join(root, 'lib', 'db', 'generated');
  const stampFile = path.join(generated, '.schema-sha256');
  const cli = path.join(modules, 'prisma', 'build', 'index.js');
  const version = readText(path.join(modules, 'prisma', 'package.json'));
  const wanted = sha256(version, ...listFiles(schema).map((file) => readFileSync(file)));
  if (readText(stampFile) === wanted) return;
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  const result = spawnSync(node, [cli, 'generate'], { cwd: root, env, encoding: 'utf8' });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    fail('The database client could not be generated from prisma/schema; the lines above say where.');
  }
  writeFileSync(stampFile, wanted);
}

function describeProcess(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent, args = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
  return { parent: Number(parent), args };
}

/** The npm that runs this script: its parent, or with a shell between them its grandparent. */
function findNpm() {
  if (isWindows || !process.env.npm_lifecycle_event) return null;
  const parent = describeProcess(process.ppid);
  if (/^npm |npm-cli/.test(parent.args)) return process.ppid;
  return parent.parent > 1 && /^npm |npm-cli/.test(describeProcess(parent.parent).args) ? parent.parent : null;
}

function isGone(pid) {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Runs scripts/<command>.ts; signals go on to it, and its exit code comes back. */
function run(node, script, args) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  // Node keeps what it compiled: every process that loads the same modules begins in half the time.
  const env = { NODE_COMPILE_CACHE: path.join(modules, '.cache', 'tieout-compiled'), ...process.env };
  const child = spawn(node, [script, ...args], { cwd: root, env, stdio });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  // npm killed outright takes nobody with it: without this, Tieout would go on with no terminal to stop it.
  const npm = findNpm();
  if (npm) setInterval(() => isGone(npm) && child.kill('SIGTERM'), 1000).unref();
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exit(code ?? (signal === 'SIGKILL' ? 137 : signal === 'SIGINT' ? 130 : 143));
  });
}

const [command, ...args] = process.argv.slice(2);
if (!isAtLeast(versionOf(process.version), oldestNode)) {
  fail(
    `Tieout needs Node ${oldestNode.join('.')} or later to start (it then brings its own Node 24), and this is ${process.version}: install a newer Node from https://nodejs.org.`,
  );
}
const script = path.join(root, 'scripts', `${command}.ts`);
if (!/^[a-z][a-z-]*$/.test(command ?? '') || !existsSync(script)) {
  fail(`There is no command "${command ?? ''}": run "npm run" for the list.`);
}
process.chdir(root);
installPackages();
const node = findNode();
generateClient(node);
run(node, script, args);
