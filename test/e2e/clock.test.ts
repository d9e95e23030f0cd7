import {appendFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {eventually} from '../helpers/eventually.ts';
import {endAll, obsTop, startInTerminal} from '../helpers/real-terminal.ts';
import {tempFolder} from '../helpers/temp-folder.ts';

test.afterEach.always(endAll);

/** Shifts the wall clock of every thread of the program by the milliseconds in a file; monotonic time is unchanged. */
const steppedClock = (file: string): string =>
	`--import=data:text/javascript,${encodeURIComponent(`
		import {readFileSync} from 'node:fs';
		const RealDate = Date;
		const offsetMs = () => { try { return Number(readFileSync(${JSON.stringify(file)}, 'utf8')); } catch { return 0; } };
		globalThis.Date = class extends RealDate {
			constructor(...parts) { super(...(parts.length === 0 ? [RealDate.now() + offsetMs()] : parts)); }
			static now() { return RealDate.now() + offsetMs(); }
		};
	`)}`;

const hourMs = 3_600_000;

test.serial('T7: when the wall clock is set forward an hour and back two, ages, rates and new lines are unaffected', async t => {
	const folder = tempFolder(t);
	const [path, clock] = [join(folder, 'night.log'), join(folder, 'clock')];
	const event = (number: number): string =>
		`${JSON.stringify({timestamp: new Date(Date.UTC(2024, 0, 15, 22, 0, number)).toISOString(), component: 'sink', event: 'stage_completed', recordsIn: 5, recordsOut: 5, elapsedMs: 5, number})}\n`;
	const opened = {timestamp: '2024-01-15T22:00:00Z', component: 'sink', event: 'circuit_state_change', circuitName: 'db', newState: 'open'};
	writeFileSync(path, `${JSON.stringify(opened)}\n${event(0)}`);
	const terminal = startInTerminal([...obsTop, '--follow', path], {
		columns: 140,
		rows: 36,
		environment: {NODE_OPTIONS: steppedClock(clock)},
	});
	let number = 1;
	/** The time the circuit has been open continues, second by second. */
	const goesOn = async () => {
		appendFileSync(path, event(number));
		await terminal.until(new RegExp(`number=${number}\\b`));
		number++;
		const ages: number[] = [];
		await eventually(async () => {
			const [header = ''] = await terminal.screen();
			const age = Number(/db open (\d+)s /.exec(header)?.[1]);
			t.true(age >= (ages.at(-1) ?? 0), header);
			ages.push(age);
			return new Set(ages).size > 2;
		}, 'the age of the open circuit keeps counting');
	};
	await terminal.until(/number=0/);
	await goesOn();
	for (const offsetMs of [hourMs, -hourMs, 0]) {
		writeFileSync(clock, String(offsetMs));
		await goesOn();
	}
	const screen = (await terminal.screen()).join('\n');
	t.true(Number(/lag ([\d.]+)s/.exec(screen)?.[1]) < hourMs / 2000, 'setting the clock causes no lag');
	t.regex(screen, /6 lines/);
	terminal.press('q');
	t.is(await terminal.exited, 0);
});
