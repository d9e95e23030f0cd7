import test from 'ava';
import fc from 'fast-check';
import type {LogEvent} from '../../../src/events/event.ts';
import type {EventKind} from '../../../src/events/kinds.ts';
import type {Incident} from '../../../src/insight/incident.ts';
import {incidentsOf} from '../../../src/insight/incidents.ts';
import {incidentWords} from '../../../src/screen/incident/incident-words.ts';
import {fold, logOf} from '../../series/events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);
const at = (seconds: number) => startMs + seconds * 1000;

type Entry = readonly [ms: number, kind: EventKind, fields?: Partial<LogEvent>];
/** What became of a batch at stage `enrich`. */
type Fate = 'done' | 'skipped' | 'lost';

const stages = ['load', 'enrich', 'store'] as const;
const outageAt = 60;

/** A batch of 100 records per second; `enrich` does none of them while its circuit is open, from second 60 on. */
function logWith(fates: readonly Fate[], last: (typeof stages)[number] = 'store') {
	const shown = stages.slice(0, stages.indexOf(last) + 1);
	const done = (second: number, stage: string): Entry[] =>
		shown.some(name => name === stage)
			? [[at(second), 'stage_completed', {component: stage, recordsIn: 100, recordsOut: 100, elapsedMs: 20}]]
			: [];
	const changed = (second: number, oldState: 'closed' | 'open', newState: 'closed' | 'open'): Entry => [
		at(second),
		'circuit_state_change',
		{circuitName: 'siteService', component: 'enrich', oldState, newState},
	];
	const endAt = outageAt + fates.length;
	return logOf(
		...Array.from({length: endAt + 20}, (_, second): Entry[] => {
			const fate = fates[second - outageAt] ?? 'done';
			return [
				...(second === outageAt ? [changed(second, 'closed', 'open')] : []),
				...(second === endAt ? [changed(second, 'open', 'closed')] : []),
				...done(second + 0.1, 'load'),
				...(fate === 'done' ? done(second + 0.3, 'enrich') : []),
				...(fate === 'lost' ? [] : done(second + 0.5, 'store')),
			];
		}).flat(),
	);
}

const only = ([incident]: readonly Incident[]): Incident => incident as Incident;

test('the impact counts what went on without a stage and what was lost there, while throughput may have held', t => {
	const fates = fc.array(fc.constantFrom<Fate>('skipped', 'skipped', 'lost'), {minLength: 3, maxLength: 60});
	fc.assert(
		fc.property(fates, given => {
			const lost = given.filter(fate => fate === 'lost').length;
			const [bypass, ...others] = only(incidentsOf(fold(logWith(given)))).impact.bypasses ?? [];
			t.deepEqual(others, []);
			t.like(bypass, {stage: 'enrich', batches: given.length, records: given.length * 100});
			// One batch may always be under way between two stages.
			t.true(Math.abs((bypass?.lostBatches ?? 0) - lost) <= 1, `${bypass?.lostBatches} of ${lost}`);
			t.is(bypass?.lostRecords, (bypass?.lostBatches ?? 0) * 100);
		}),
	);
});

test('it says so in words, beside the throughput that held', t => {
	const {impact} = incidentWords(only(incidentsOf(fold(logWith(Array.from({length: 30}, () => 'skipped'))))), {timeZone: 'UTC'});
	t.regex(impact, /^pipeline throughput held at \d+ rps · 30 batches \(about 3 000 records\) went on without enrich · /);
});

test('what the last stage does not do goes nowhere', t => {
	const fates = Array.from({length: 12}, (): Fate => 'skipped');
	const incident = only(incidentsOf(fold(logWith(fates, 'enrich'))));
	t.deepEqual(incident.impact.bypasses, [{stage: 'enrich', batches: 12, records: 1200, lostBatches: 12, lostRecords: 1200}]);
	t.regex(incidentWords(incident, {timeZone: 'UTC'}).impact, /12 batches \(about 1 200 records\) got no further than enrich/);
});

test('a failure whose retry succeeds skips nothing, and neither does a batch under way', t => {
	const failedOnce: Entry[] = [[at(40.2), 'stage_failed', {component: 'enrich', level: 'error'}]];
	const log = [...logWith([]).filter(({event}) => event.kind === 'stage_completed'), ...logOf(...failedOnce)]
		.sort((a, b) => a.ms - b.ms)
		.map((entry, index) => ({...entry, line: index + 1}));
	const incident = only(incidentsOf(fold(log)));
	t.is(incident.trigger.kind, 'stage_failed');
	t.deepEqual(incident.impact.bypasses, []);
});
