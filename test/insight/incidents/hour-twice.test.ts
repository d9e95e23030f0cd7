import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {foldSources} from '../../../src/engine/fold/fold-sources.ts';
import {defaultReadOptions} from '../../../src/events/read-options.ts';
import {incidentsOf} from '../../../src/insight/incidents.ts';
import {snapshotAt} from '../../../src/insight/snapshot-at.ts';
import {tempFolder} from '../../helpers/temp-folder.ts';
import {overAll} from '../../series/events.ts';

const hourMs = 3_600_000;
/** When clocks are put back, and forward. */
const nights = [
	{timeZone: 'America/New_York', atMs: Date.UTC(2025, 10, 2, 6)},
	{timeZone: 'Europe/Berlin', atMs: Date.UTC(2024, 9, 27, 1)},
	{timeZone: 'Australia/Lord_Howe', atMs: Date.UTC(2024, 3, 6, 15)},
	{timeZone: 'America/New_York', atMs: Date.UTC(2025, 2, 9, 7)},
	{timeZone: 'Europe/Berlin', atMs: Date.UTC(2024, 2, 31, 1)},
] as const;
const stepsMs = [9000, 60_000];

/** A clock of a zone, by Intl alone. */
const local = (ms: number, timeZone: string) =>
	new Intl.DateTimeFormat('sv-SE', {timeZone, dateStyle: 'short', timeStyle: 'medium'}).format(ms);

const times = (atMs: number, stepMs: number) =>
	Array.from({length: Math.floor((4 * hourMs) / stepMs)}, (_, index) => atMs - 2 * hourMs + index * stepMs);

const forms: ReadonlyArray<(time: string) => string> = [
	time => `{"time":"${time}","level":"info","component":"sink","event":"stage_completed","recordsIn":100,"recordsOut":100,"elapsedMs":50}`,
	time => `${time} INFO sink wrote 100 records`,
	time => `${time} {"level":"info","component":"sink","event":"stage_completed","recordsIn":100,"recordsOut":100,"elapsedMs":50}`,
];

async function fold(t: ExecutionContext, lines: readonly string[], timeZone: string) {
	const path = join(tempFolder(t), 'night');
	writeFileSync(path, lines.map(line => `${line}\n`).join(''));
	const selection = {filter: undefined, sinceMs: undefined, untilMs: undefined};
	const {series} = await foldSources(
		{files: [path], command: undefined, stdin: false},
		{read: {...defaultReadOptions, timeZone}, selection},
	);
	return series;
}

test('T6: a steady night in which clocks are put back or forward has no incident, no silence and no gap, in any form of line', async t => {
	for (const {timeZone, atMs} of nights) {
		for (const stepMs of stepsMs) {
			const written = times(atMs, stepMs);
			for (const form of forms) {
				const series = await fold(
					t,
					written.map(ms => form(local(ms, timeZone))),
					timeZone,
				);
				t.deepEqual([series.fromMs, series.toMs], [written[0], written.at(-1)], `${timeZone} ${stepMs}`);
				t.deepEqual(incidentsOf(series), []);
				t.not(snapshotAt(series, overAll).status, 'DEGRADED');
				const {timeline} = series.tally;
				const gaps = Array.from({length: timeline.size - 1}, (_, index) => timeline.bucketAt(index + 1) - timeline.bucketAt(index));
				t.deepEqual([...new Set(gaps)], [stepMs / 1000]);
			}
		}
	}
});

test('T6: a silence within the two hours is one incident, as long as it was', async t => {
	for (const {timeZone, atMs} of nights.slice(0, 3)) {
		for (const [fromMs, forMs] of [
			[atMs - 20 * 60_000, 4 * 60_000],
			[atMs - 60_000, 3 * 60_000],
			[atMs + 10 * 60_000, 4 * 60_000],
		] as const) {
			const written = times(atMs, 5000).filter(ms => ms <= fromMs || ms > fromMs + forMs);
			const series = await fold(
				t,
				written.map(ms => (forms[0] as (typeof forms)[number])(local(ms, timeZone))),
				timeZone,
			);
			const incidents = incidentsOf(series).map(({trigger: {kind, startMs, endMs}}) => [kind, startMs, endMs]);
			t.deepEqual(incidents, [['silence', fromMs, fromMs + forMs + 5000]]);
		}
	}
});
