import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import test from 'ava';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

const at = (second: number): string => new Date(Date.UTC(2024, 0, 15, 22, 0, second)).toISOString();
const line = (second: number, fields: Readonly<Record<string, unknown>>): string =>
	JSON.stringify({timestamp: at(second), level: 'INFO', ...fields});
const completed = (second: number, component: string, throughputRps: number): string =>
	line(second, {component, event: 'stage_completed', recordsIn: 500, recordsOut: 500, elapsedMs: 500_000 / throughputRps, throughputRps});

const night = [
	line(0, {
		component: 'filter',
		event: 'stage_described',
		description: 'Filters records.',
		signature: 'process(records, minVal=20, maxVal=80)',
	}),
	...Array.from({length: 60}, (_, second) => [completed(second, 'filter', 6000), completed(second, 'feature', 943)]).flat(),
	line(20, {level: 'WARN', component: 'enrichment', event: 'retry', attempt: 1}),
	line(21, {level: 'ERROR', component: 'enrichment', event: 'call_failed', reason: 'connect ECONNREFUSED'}),
	line(22, {
		component: 'enrichment',
		event: 'circuit_state_change',
		circuitName: 'enrichmentService',
		oldState: 'closed',
		newState: 'open',
		reason: 'ECONNREFUSED',
	}),
	...Array.from({length: 60}, (_, second) => completed(60 + second, 'filter', 6000)),
].join('\n');

function logFile(folder: string, content: string): string {
	const path = join(folder, 'night.jsonl');
	writeFileSync(path, `${content}\n`);
	return path;
}

test.serial(
	'an operator finds out what went wrong: open circuit, jump to the error, open it, filter on its field, back to all',
	async t => {
		const terminal = startInTerminal([...obsTop, logFile(tempFolder(t), night)], {columns: 120, rows: 36});
		await terminal.until(/DEGRADED.*enrichmentService open[\s\S]*▌feature[\s\S]*184 lines/);

		terminal.press('e');
		await terminal.until(/▌.*call_failed/);
		terminal.press('\r');
		await terminal.until(/reason +connect ECONNREFUSED/);
		terminal.press('jj'); // from timestamp past level to component
		await terminal.until(/▌component/);
		terminal.press('=');
		await terminal.until(/3 of 184/);
		terminal.press('G');
		await terminal.until(/3 of 184 · 1 out of order · following/);

		terminal.press('/');
		await terminal.until(/filter \/ component="enrichment"/);
		terminal.press('\x15level>=nonsense');
		await terminal.until(/\^ /);
		terminal.press('\x15\r');
		await terminal.until(/ 184 lines · 1 out of order · following/);

		terminal.press('d');
		await terminal.until(/process\(records, minVal=20, maxVal=80\)/);
		terminal.press('\x1B3');
		await terminal.until(/▸3 Circuits/);
		terminal.press('q');
		t.is(await terminal.exited, 0);
	},
);

test.serial('Enter right after a filter opens a line that it matches, and a field that no line has is named', async t => {
	const log = Array.from({length: 60_000}, (_, index) =>
		line(index % 60, {component: 'sink', event: index === 400 ? 'needle' : 'hay', n: index}),
	);
	const terminal = startInTerminal([...obsTop, logFile(tempFolder(t), log.join('\n'))], {columns: 120, rows: 36});
	await terminal.until(/60.000 lines/);
	terminal.press('/');
	await terminal.until(/filter \//);
	terminal.press('event=needle\r\r');
	await terminal.until(/n +400\b/);

	terminal.press('\x1B');
	await terminal.until(/1 of 60.000/);
	terminal.press('/\x15');
	await terminal.until(/filter \/ *\n/);
	terminal.press('evnt=needle\r');
	await terminal.until(/no line has `evnt`: did you mean `event`\?/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial('without a source, the logs found here are offered, newest first, and Enter opens one', async t => {
	const folder = tempFolder(t);
	mkdirSync(join(folder, 'logs'));
	writeFileSync(join(folder, 'logs', 'night.jsonl'), `${night}\n`);
	writeFileSync(join(folder, 'notes.txt'), 'no log at all\n');
	const terminal = startInTerminal(obsTop, {cwd: folder});
	const offered = await terminal.until(/logs\/night\.jsonl/);
	t.false(offered.includes('notes.txt'));
	t.regex(offered, /KB +\d+[smh]/);
	terminal.press('\r');
	await terminal.until(/1 Stages[\s\S]*feature/);
	terminal.press('q');
	t.is(await terminal.exited, 0);

	const left = startInTerminal(obsTop, {cwd: folder});
	await left.until(/want to watch/);
	left.press('q');
	t.is(await left.exited, 0);
	await left.screen(); // the emulator has processed everything
	t.is(left.emulator.buffer.active.type, 'normal');
});

test.serial('at 40x10 the header, the bottleneck and the newest events remain, and the other panels are one key away', async t => {
	const terminal = startInTerminal([...obsTop, logFile(tempFolder(t), night)], {columns: 40, rows: 10});
	await terminal.until(/DEGRADED[\s\S]*feature[\s\S]*stage_comp|DEGRADED[\s\S]*feature[\s\S]*filter/);
	terminal.press('1');
	await terminal.until(/1 Stages/);
	terminal.press('\x1B');
	await terminal.until(/6 Events/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});

test.serial(
	'two boxes, one of them compressed, are one night: each line shows its box, the late one is marked and opens with both times',
	async t => {
		const folder = tempFolder(t);
		const box = (name: string) => (second: number) => line(second, {component: name, event: `${name}-${second}`});
		const [left, right] = [[0, 2, 4, 6, 8].map(box('left')), [1, 3, 7, 5, 9, 11, 13].map(box('right'))];
		writeFileSync(join(folder, 'box1.jsonl'), `${left.join('\n')}\n`);
		writeFileSync(join(folder, 'box2.jsonl.gz'), gzipSync(`${right.join('\n')}\n`));
		const terminal = startInTerminal([...obsTop, '--file', 'box*'], {columns: 120, rows: 36, cwd: folder});
		const shown = await terminal.until(/12 lines · 1 out of order[\s\S]*right-13/);
		t.deepEqual(
			[...shown.matchAll(/(box\d)\S* +INFO +\S+ +((?:left|right)-\d+)/g)].map(([, name, event]) => `${name} ${event}`),
			[
				...['box1 left-0', 'box2 right-1', 'box1 left-2', 'box2 right-3', 'box1 left-4', 'box1 left-6', 'box2 right-7', 'box2 right-5'],
				...['box1 left-8', 'box2 right-9', 'box2 right-11', 'box2 right-13'],
			],
		);
		t.regex(shown, /◂22:00:05/);
		terminal.press('/right-5\r');
		await terminal.until(/1 of 12/);
		terminal.press('\r');
		await terminal.until(/its time 22:00:05\.000 is 2000 ms earlier than the previous line's in its file, 22:00:07\.000/);
		t.regex((await terminal.screen()).join('\n'), /box2\S*:4 /);
		terminal.press('q');
	},
);
