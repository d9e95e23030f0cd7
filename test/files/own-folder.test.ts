import {chmodSync, chownSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync} from 'node:fs';
import {dirname, join} from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {keepFolder, makeTempFolder} from '../../src/files/own-folder.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

const isRoot = process.geteuid?.() === 0;
const somebody = 65_533;

/** A separate temporary folder and home during the test. */
function place(t: ExecutionContext, mode = 0o1777) {
	const folder = tempFolder(t);
	const [temporary, home] = [join(folder, 'tmp'), join(folder, 'home')];
	mkdirSync(temporary);
	chmodSync(temporary, mode);
	mkdirSync(home);
	const before = {TMPDIR: undefined, ...process.env};
	Object.assign(process.env, {TMPDIR: temporary, HOME: home, XDG_CACHE_HOME: ''});
	t.teardown(() => {
		for (const [name, value] of Object.entries(before)) {
			if (value === undefined) {
				delete process.env[name];
			} else {
				process.env[name] = value;
			}
		}
	});
	return {temporary, home, cache: join(home, '.cache/obs-top')};
}

test.serial('a temporary folder is private to the user, within the shared one', t => {
	const {temporary, home} = place(t);
	const {path: folder} = makeTempFolder();
	t.is(dirname(folder), temporary);
	t.is(statSync(folder).mode & 0o777, 0o700);
	t.not(makeTempFolder().path, folder);
	t.deepEqual(readdirSync(home), []);
});

test.serial('if others could rename things in the temporary folder, it is not used', t => {
	const {temporary, home, cache} = place(t, 0o777);
	t.is(dirname(makeTempFolder().path), cache);
	t.is(keepFolder('kept'), join(cache, 'kept'));
	t.deepEqual(readdirSync(temporary), []);
	chmodSync(home, 0o777);
	t.is(dirname(makeTempFolder().path), temporary); // there is no better one
	t.is(keepFolder('kept'), undefined);
});

test.serial('if others can write to a folder above, nothing below it counts as safe', t => {
	const {temporary, cache} = place(t, 0o700);
	chmodSync(dirname(temporary), 0o777);
	t.is(keepFolder('kept'), undefined);
	chmodSync(dirname(temporary), 0o1777);
	t.is(keepFolder('kept'), join(temporary, 'kept'));
	t.false(existsSync(cache));
});

test.serial('kept files go to the user’s cache folder if the name in the temporary folder is taken', t => {
	const {temporary, cache} = place(t);
	symlinkSync(join(temporary, 'elsewhere'), join(temporary, 'dangling'));
	mkdirSync(join(temporary, 'elsewhere'));
	symlinkSync(join(temporary, 'elsewhere'), join(temporary, 'link'));
	mkdirSync(join(temporary, 'open'));
	chmodSync(join(temporary, 'open'), 0o770);
	for (const name of ['dangling', 'link', 'open']) {
		t.is(keepFolder(name), join(cache, name));
		t.is(statSync(join(cache, name)).mode & 0o777, 0o700);
	}
	t.is(keepFolder('free'), join(temporary, 'free'));
	t.is(keepFolder('free'), join(temporary, 'free'));
	t.deepEqual(readdirSync(join(temporary, 'elsewhere')), []);
});

(isRoot ? test.serial : test.serial.skip)('a folder of another user is refused, and so is one inside it', t => {
	const {temporary, cache} = place(t);
	mkdirSync(join(temporary, 'kept'), {mode: 0o755});
	chownSync(join(temporary, 'kept'), somebody, somebody);
	t.is(keepFolder('kept'), join(cache, 'kept'));
	chownSync(temporary, somebody, somebody);
	t.is(keepFolder('free'), join(cache, 'free'));
});

test.serial('no folder is created without a temporary folder and a home', t => {
	const {temporary, home} = place(t);
	Object.assign(process.env, {TMPDIR: join(temporary, 'not'), HOME: join(home, 'not')});
	t.is(keepFolder('kept'), undefined);
	Object.assign(process.env, {HOME: ''});
	t.is(keepFolder('kept'), undefined);
	t.deepEqual([...readdirSync(temporary), ...readdirSync(home)], []);
});
