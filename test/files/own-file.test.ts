import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readSync,
	statSync,
	symlinkSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import process from 'node:process';
import test from 'ava';
import {ForeignFileError, openNewFile, openOwnFile, readOwnFile} from '../../src/files/own-file.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const isRoot = process.geteuid?.() === 0;
const somebody = 65_533;

test('a private file of the user is read completely, up to its limit', t => {
	const path = join(tempFolder(t), 'own');
	writeFileSync(path, 'abc', {mode: 0o600});
	t.is(readOwnFile(path, {maxBytes: 3}).toString(), 'abc');
	t.throws(() => readOwnFile(path, {maxBytes: 2}), {instanceOf: ForeignFileError, message: `${path}: is larger than 2 bytes`});
	t.throws(() => readOwnFile(join(path, 'below'), {maxBytes: 3}), {code: 'ENOTDIR'});
	t.throws(() => readOwnFile(`${path}-not`, {maxBytes: 3}), {code: 'ENOENT'});
});

test('anything but a regular file is not opened: a link, a FIFO, a folder, a device', t => {
	const folder = tempFolder(t);
	writeFileSync(join(folder, 'own'), 'abc', {mode: 0o600});
	symlinkSync(join(folder, 'own'), join(folder, 'link'));
	symlinkSync('/dev/zero', join(folder, 'device'));
	execFileSync('mkfifo', [join(folder, 'fifo')]);
	mkdirSync(join(folder, 'folder'));
	for (const [name, why] of [
		['link', 'is a link'],
		['device', 'is a link'],
		['fifo', 'is not a regular file'],
		['folder', 'is not a regular file'],
	]) {
		t.throws(() => openOwnFile(join(folder, name ?? ''), {maxBytes: 10}), {instanceOf: ForeignFileError, message: new RegExp(`: ${why}$`)});
	}
	t.throws(() => openOwnFile('/dev/null', {maxBytes: 10}), {message: /is not a regular file$/});
});

test('a socket is not a regular file', async t => {
	const path = join(tempFolder(t), 'socket');
	const server = createServer().listen(path);
	await new Promise(resolve => server.once('listening', resolve));
	t.throws(() => openOwnFile(path, {maxBytes: 10}), {instanceOf: ForeignFileError, message: /is not a regular file$/});
	server.close();
});

test('a file that others can write is refused', t => {
	const path = join(tempFolder(t), 'own');
	writeFileSync(path, 'abc');
	for (const [mode, isTaken] of [
		[0o600, true],
		[0o644, true],
		[0o664, false],
		[0o646, false],
	] as const) {
		chmodSync(path, mode);
		if (isTaken) {
			t.is(readOwnFile(path, {maxBytes: 3}).length, 3);
		} else {
			t.throws(() => readOwnFile(path, {maxBytes: 3}), {message: /can be written by others/});
		}
	}
});

(isRoot ? test : test.skip)('a file of another user is refused', t => {
	const path = join(tempFolder(t), 'foreign');
	writeFileSync(path, 'abc', {mode: 0o644});
	chownSync(path, somebody, somebody);
	t.throws(() => readOwnFile(path, {maxBytes: 3}), {instanceOf: ForeignFileError, message: `${path}: belongs to another user`});
	t.throws(() => readOwnFile(path, {maxBytes: 3, orRoot: true}), {message: /belongs to another user/});
});

test('a file owned by root is accepted on request', t => {
	t.true(readOwnFile('/etc/passwd', {maxBytes: 1_000_000, orRoot: true}).length > 0);
});

test('a new file belongs to its owner alone, and replaces nothing', t => {
	const folder = tempFolder(t);
	const fd = openNewFile(join(folder, 'new'));
	t.is(statSync(join(folder, 'new')).mode & 0o777, 0o600);
	writeSync(fd, 'abc');
	const read = Buffer.alloc(3);
	readSync(fd, read, 0, 3, 0);
	t.is(read.toString(), 'abc');

	symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
	linkSync(join(folder, 'new'), join(folder, 'hard'));
	for (const name of ['new', 'link', 'hard']) {
		t.throws(() => openNewFile(join(folder, name)), {code: 'EEXIST'});
	}
	t.deepEqual(readdirSync(folder).sort(), ['hard', 'link', 'new']);
	t.is(readFileSync(join(folder, 'new'), 'utf8'), 'abc');
});

test('no other module creates files: each is created where nobody else can have put one', t => {
	const makes =
		/\b(?:writeFile|appendFile|mkdtemp|createWriteStream|copyFile|cp|symlink|mkfifo)\w*\(|O_CREAT|open\w*\([^)]*'[wa]x?\+?'|mkfifo'/;
	// opened by descriptor, or in a folder of src/files
	const ofADescriptor: readonly string[] = ['kept-code.ts', 'sources/fifo.ts'];
	const makers = readdirSync('src', {recursive: true, encoding: 'utf8'})
		.filter(name => name.endsWith('.ts') && makes.test(readFileSync(join('src', name), 'utf8')))
		.filter(name => !name.startsWith('files/'));
	t.deepEqual(makers.sort(), ofADescriptor);
});
