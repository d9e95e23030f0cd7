import {spawn} from 'node:child_process';
import {randomInt} from 'node:crypto';
import {
	appendFileSync,
	chownSync,
	copyFileSync,
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import {closePart, type FollowEvent, followFile} from '../../src/sources/index.ts';
import {pace} from '../helpers/pace.ts';
import {tempFolder} from '../helpers/temp-folder.ts';
import {runScript, scripts} from '../soak/follow-model.ts';
import {countOverRotations} from '../soak/rotation.ts';

test('R24: whatever is done to a log, each line that can be read comes once, and a loss is reported', async t => {
	const seed = randomInt(0x7fffffff);
	t.log(`seed ${seed}`);
	await t.notThrowsAsync(fc.assert(fc.asyncProperty(scripts, runScript), {numRuns: 150, seed}));
});

test('R24: a file that gets its name back, is emptied, filled to its old length and renamed between two looks is reported', async t => {
	const steps = [
		{type: 'write', lines: 3, padding: 300},
		{type: 'rotate', creates: false},
		{type: 'write', lines: 1, padding: 1},
		{type: 'look'},
		{type: 'putBack'},
		{type: 'copyTruncate', linesBetween: 0, linesAfter: 3},
		{type: 'rotate', creates: false},
	] as const;
	await t.notThrowsAsync(runScript({headerBytes: 0, lateWriteMs: 1e9, steps: steps.map(step => ({step, isEager: false}))}));
});

test('R1: a hundred rotations, with each line a separate write, lose and duplicate no line', async t => {
	const {ours} = await countOverRotations({rotations: 100, linesEach: 50, linesPerSecond: 10_000 * pace});
	t.deepEqual(ours, {lost: 0, doubled: 0, inOrder: true});
});

type Seen = {readonly parts: readonly string[]; readonly closed: readonly string[]; readonly notices: readonly string[]};

/**
Follows a file, takes the next step each time everything was read, and returns what was seen when no step is left.
`onEvent` runs in the middle of a look.
*/
async function follow(
	path: string,
	steps: ReadonlyArray<() => void>,
	{onEvent = () => {}, lateWriteMs = 1e9}: {onEvent?: (event: FollowEvent) => void; lateWriteMs?: number} = {},
): Promise<Seen> {
	const abort = new AbortController();
	const [parts, closed, notices]: [string[], string[], string[]] = [[], [], []];
	const rest = [...steps, () => {}, () => {}];
	for await (const event of followFile(path, {
		signal: abort.signal,
		onNotice: notice => notices.push(notice.replaceAll(path, 'PATH')),
		lateWriteMs,
		longestPauseMs: 0,
	})) {
		switch (event.type) {
			case 'open':
				parts[event.part.number] = '';
				break;
			case 'bytes':
				parts[event.part.number] += event.bytes.toString();
				break;
			case 'close':
				closed.push(`${event.part.number} ${event.reason}`);
				if (event.reason === 'rotated') {
					closePart(event.part);
				}
				break;
			case 'idle': {
				const step = rest.shift();
				if (step === undefined) {
					abort.abort();
				}
				step?.();
			}
		}
		onEvent(event);
	}
	return {parts, closed, notices};
}

test('R2: half a line in a file that is truncated is dropped, with one notice', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'one\nhal');
	const {parts, closed, notices} = await follow(path, [
		() => {
			truncateSync(path, 0);
			appendFileSync(path, 'new\n');
		},
	]);
	t.deepEqual([parts, closed], [['one\nhal', 'new\n'], ['0 truncated']]);
	t.deepEqual(notices, ['PATH was truncated: reading it from its start (lines written in between may be missing)']);
});

test('R3: a file refilled past the old offset is recognized by its first bytes or, if those are the same, by the last ones read', async t => {
	const path = join(tempFolder(t), 'log');
	const header = `${'#'.repeat(2000)}\n`;
	writeFileSync(path, `${header}old\n`);
	const {parts, notices} = await follow(path, [() => writeFileSync(path, `${header}another, and longer\n`)]);
	t.deepEqual(parts, [`${header}old\n`, `${header}another, and longer\n`]);
	t.regex(notices.join('\n'), /may be missing/);
});

test('R3: lines written between the last look and a copytruncate are read from the copy', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'one\ntw');
	const {parts} = await follow(path, [
		() => {
			appendFileSync(path, 'o\nthree\n');
			copyFileSync(path, `${path}.1`);
			truncateSync(path, 0);
			appendFileSync(path, 'four\n');
		},
	]);
	t.deepEqual(parts, ['one\ntw', 'two\nthree\n', 'four\n']);
});

test('R4, R5: a deleted file, an atomic replacement and a link that switches away and back are continued where reading stopped', async t => {
	const folder = tempFolder(t);
	const path = join(folder, 'log');
	writeFileSync(path, 'one\n');
	const deleted = await follow(path, [
		() => {
			unlinkSync(path);
			writeFileSync(path, 'two\n');
		},
		() => {
			writeFileSync(join(folder, 'new'), 'three\n');
			renameSync(join(folder, 'new'), path);
		},
	]);
	t.deepEqual(deleted.parts, ['one\n', 'two\n', 'three\n']);

	const link = join(folder, 'link');
	const [a, b] = [join(folder, 'a'), join(folder, 'b')];
	const swing = (to: string) => {
		symlinkSync(to, `${link}.new`);
		renameSync(`${link}.new`, link);
	};
	writeFileSync(a, 'a1\n');
	writeFileSync(b, 'b1\n');
	swing(a);
	const swung = await follow(
		link,
		[
			() => swing(b),
			() => {
				appendFileSync(a, 'a2\n');
				swing(a);
			},
		],
		{lateWriteMs: 0},
	);
	t.deepEqual(swung.parts, ['a1\n', 'b1\n', 'a2\n']);
});

test('R6: a file that vanishes and comes back unchanged is reported both times and continued', async t => {
	const path = join(tempFolder(t), 'log');
	const away = () => renameSync(path, `${path}.away`);
	const back = () => {
		renameSync(`${path}.away`, path);
		appendFileSync(path, 'more\n');
	};
	writeFileSync(path, 'one\n');
	const {parts, notices} = await follow(path, [away, back, away, back]);
	t.deepEqual(parts, ['one\nmore\nmore\n']);
	const [vanished, isBack] = ['PATH disappeared: waiting for it to come back', 'PATH appeared'];
	t.deepEqual(notices, [vanished, isBack, vanished, isBack]);
});

test('R6: a folder that later takes the place of the file is waited out and is not the end', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'one\n');
	const {parts, notices} = await follow(path, [
		() => {
			unlinkSync(path);
			mkdirSync(path);
		},
		() => {
			rmSync(path, {recursive: true});
			writeFileSync(path, 'two\n');
		},
	]);
	t.deepEqual(parts, ['one\n', 'two\n']);
	t.regex(notices.join('\n'), /is a directory .+; waiting/);
});

test('R7, R9: something written or removed in the middle of a look is seen at the next one', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'one\n');
	let appended = 0;
	const grown = await follow(path, [], {
		onEvent: () => {
			if (appended < 5) {
				appendFileSync(path, `more ${appended++}\n`);
			}
		},
	});
	t.deepEqual(grown.parts, ['one\nmore 0\nmore 1\nmore 2\nmore 3\nmore 4\n']);

	writeFileSync(path, 'x'.repeat(1_000_000));
	const shrunk = await follow(path, [], {
		onEvent: ({type}) => {
			if (type === 'bytes' && readFileSync(path).length > 100) {
				writeFileSync(path, 'short\n');
			}
		},
	});
	t.is(shrunk.parts.at(-1), 'short\n');
});

test('R8: without any file system events the file is still followed, even if its folder was recreated', async t => {
	const folder = join(tempFolder(t), 'logs');
	const path = join(folder, 'log');
	mkdirSync(folder);
	writeFileSync(path, 'one\n');
	const {parts} = await follow(path, [
		() => {
			rmSync(folder, {recursive: true});
			mkdirSync(folder);
			writeFileSync(path, 'two\n');
		},
		() => appendFileSync(path, 'three\n'),
	]);
	t.deepEqual(parts, ['one\n', 'two\nthree\n']);
});

test('R1: files that had the name between two looks are read, older ones and other logs are not; one already compressed is reported', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(`${path}.1`, 'of yesterday\n');
	writeFileSync(path, 'one\n');
	const rotate = (next: string) => {
		if (existsSync(`${path}.1`)) {
			renameSync(`${path}.1`, `${path}.2`);
		}
		renameSync(path, `${path}.1`);
		writeFileSync(path, next);
	};
	const {parts, notices} = await follow(path, [
		() => {
			rotate('two\n');
			rotate('three\n');
		},
		() => {
			rotate('four\n');
			rotate('five\n');
			writeFileSync(`${path}.1.gz`, gzipSync(readFileSync(`${path}.1`)));
			unlinkSync(`${path}.1`);
		},
	]);
	t.deepEqual(parts, ['one\n', 'two\n', 'three\n', 'five\n']);
	t.deepEqual(notices, ['PATH: a rotated file was compressed before it could be read (its lines are missing)']);
});

test('R1: a rotated file with several names is one file: its lines come once, and a loss is told once', async t => {
	const path = join(tempFolder(t), 'log');
	writeFileSync(path, 'one\n');
	const rotate = (from: string, next: string) => {
		renameSync(path, `${path}.${from}`);
		writeFileSync(path, next);
	};
	const {parts, notices} = await follow(path, [
		() => {
			rotate('1', 'two\n');
			rotate('2', 'three\n');
			linkSync(`${path}.2`, `${path}.2.kept`);
			linkSync(`${path}.2`, `${path}.old`);
		},
		() => {
			rotate('3', 'four\n');
			rotate('4', 'five\n');
			writeFileSync(`${path}.4.gz`, gzipSync(readFileSync(`${path}.4`)));
			linkSync(`${path}.4.gz`, `${path}.4.kept`);
			unlinkSync(`${path}.4`);
		},
	]);
	t.deepEqual(parts, ['one\n', 'two\n', 'three\n', 'five\n']);
	t.deepEqual(notices, ['PATH: a rotated file was compressed before it could be read (its lines are missing)']);
});

(process.geteuid?.() === 0 ? test : test.skip)(
	'a file that another user puts beside a followed log is never read as if it had had the name',
	async t => {
		const path = join(tempFolder(t), 'log');
		writeFileSync(path, 'one\n');
		const plant = (name: string, uid: number) => {
			writeFileSync(`${path}.${name}`, `${name} of ${uid}\n`);
			chownSync(`${path}.${name}`, uid, uid);
		};
		const {parts} = await follow(path, [
			() => {
				plant('3', 65_533);
				plant('2', 0);
				renameSync(path, `${path}.1`);
				writeFileSync(path, 'two\n');
			},
			() => {
				copyFileSync(path, `${path}.copy`);
				appendFileSync(`${path}.copy`, 'planted\n');
				chownSync(`${path}.copy`, 65_533, 65_533);
				truncateSync(path, 0);
				appendFileSync(path, 'three\n');
			},
		]);
		t.deepEqual(parts, ['one\n', '2 of 0\n', 'two\n', 'three\n']);
		chownSync(path, 65_533, 65_533);
		const ofAService = await follow(path, [
			() => {
				plant('5', 65_533);
				plant('6', 65_532);
				renameSync(path, `${path}.4`);
				plant('new', 65_533);
				renameSync(`${path}.new`, path);
			},
		]);
		t.deepEqual(ofAService.parts, ['three\n', '5 of 65533\n', 'new of 65533\n']);
	},
);

test('activity of others in the folder of a followed log does not cause more looks', async t => {
	const folder = tempFolder(t);
	const path = join(folder, 'log');
	writeFileSync(path, 'one\n');
	const abort = new AbortController();
	const flood = spawn('sh', ['-c', 'for i in $(seq 10000); do : > "$0.$i"; done; echo two >> "$0"', path], {stdio: 'ignore'});
	t.teardown(() => flood.kill('SIGKILL'));
	let looks = 0;
	let text = '';
	for await (const event of followFile(path, {signal: abort.signal, onNotice: t.fail})) {
		looks += Number(event.type === 'idle');
		text += event.type === 'bytes' ? event.bytes : '';
		if (text.endsWith('two\n')) {
			abort.abort();
		}
	}
	t.is(text, 'one\ntwo\n');
	t.true(looks < 100, `${looks} looks`);
});

test('P24: after a hundred rotations only the followed file and those kept for late writes are open', async t => {
	const folder = tempFolder(t);
	const path = join(folder, 'log');
	writeFileSync(path, '');
	const openFiles = () => readdirSync('/proc/self/fd').filter(fd => linkOf(`/proc/self/fd/${fd}`).startsWith(folder)).length;
	const counts: number[] = [];
	const rotation = (number: number) => () => {
		renameSync(path, `${path}.${number}`);
		writeFileSync(path, `${number}\n`);
		counts.push(openFiles());
	};
	if (process.platform === 'linux') {
		const {closed} = await follow(
			path,
			Array.from({length: 100}, (_, number) => rotation(number)),
			{lateWriteMs: 0},
		);
		t.is(closed.length, 100);
		t.true(Math.max(...counts) <= 2, counts.join(' '));
	}
	t.pass();
});

function linkOf(path: string): string {
	try {
		return readlinkSync(path);
	} catch {
		return ''; // closed in the meantime
	}
}
