import {closeSync, copyFileSync, openSync, readFileSync, renameSync, statSync, symlinkSync, unlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {identityAt, identityOf, isStill, removeFile, renameFile} from '../../src/files/identity.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

function oneFile(t: ExecutionContext) {
	const folder = tempFolder(t);
	const at = (name: string) => join(folder, name);
	writeFileSync(at('ours'), 'ours');
	const fd = openSync(at('ours'), 'r');
	const identity = identityOf(fd);
	closeSync(fd);
	return {at, identity};
}

test('a file is removed by its name, but not another file that has taken the name', t => {
	const {at, identity} = oneFile(t);
	renameSync(at('ours'), at('moved'));
	t.false(removeFile(at('ours'), identity));
	writeFileSync(at('ours'), 'theirs');
	t.false(removeFile(at('ours'), identity));
	t.is(readFileSync(at('ours'), 'utf8'), 'theirs');
	t.true(removeFile(at('moved'), identity));
	t.is(identityAt(at('moved')), undefined);
});

test('a link to a file is not the file', t => {
	const {at, identity} = oneFile(t);
	renameSync(at('ours'), at('moved'));
	symlinkSync(at('moved'), at('ours'));
	t.false(removeFile(at('ours'), identity));
	t.false(renameFile(at('ours'), at('aside'), identity));
	t.is(readFileSync(at('ours'), 'utf8'), 'ours');
});

test('a renamed file never replaces another', t => {
	const {at, identity} = oneFile(t);
	writeFileSync(at('taken'), 'theirs');
	t.throws(() => renameFile(at('ours'), at('taken'), identity), {code: 'EEXIST'});
	t.true(renameFile(at('ours'), at('aside'), identity));
	t.deepEqual([readFileSync(at('taken'), 'utf8'), readFileSync(at('aside'), 'utf8')], ['theirs', 'ours']);
	t.is(identityAt(at('ours')), undefined);
	t.true(removeFile(at('aside'), identity));
});

test('a recreated file is another one, even with the same inode number', t => {
	const {at, identity} = oneFile(t);
	if (identity.bornNs === '0') {
		t.pass('this file system does not know when a file was born');
		return;
	}
	for (let tries = 0; tries < 50; tries++) {
		unlinkSync(at('ours'));
		writeFileSync(at('ours'), 'theirs');
		t.false(removeFile(at('ours'), identity));
		if (String(statSync(at('ours'), {bigint: true}).ino) === identity.ino) {
			break;
		}
	}
});

test('a noted identity still matches when the device number of the file system has changed, if it has birth times', t => {
	const now = {dev: '7', ino: '2', bornNs: '3'};
	t.true(isStill({...now, dev: '1'}, now));
	t.false(isStill({...now, bornNs: '4'}, now));
	t.false(isStill({...now, ino: '4'}, now));
	t.true(isStill({...now, bornNs: '0'}, {...now, bornNs: '0'}));
	t.false(isStill({...now, dev: '1', bornNs: '0'}, {...now, bornNs: '0'}));
	t.false(isStill(now, undefined));
});

test('a copy is another file', t => {
	const {at, identity} = oneFile(t);
	copyFileSync(at('ours'), at('copy'));
	t.false(removeFile(at('copy'), identity));
});
