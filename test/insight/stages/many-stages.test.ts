import test from 'ava';
import {healthOf} from '../../../src/insight/health.ts';
import {snapshotAt} from '../../../src/insight/snapshot-at.ts';
import {fold, logOf, overAll} from '../../series/events.ts';

const startMs = Date.UTC(2024, 0, 15, 22);

type Model = {readonly index: number; readonly elapsedMs: number; readonly kind?: 'stage_completed' | 'stage_failed'};

/** A run of many stages, one after the other. */
const run = (models: readonly Model[]) =>
	fold(
		logOf(
			...models.map(
				({index, elapsedMs, kind = 'stage_completed'}, place) =>
					[
						startMs + place * 50,
						kind,
						{component: `model_${index}`, recordsOut: 10, elapsedMs, level: kind === 'stage_failed' ? 'error' : 'info'},
					] as const,
			),
		),
	);
const upTo = (count: number) => Array.from({length: count}, (_, index) => index);

test('each of 2,000 stages has its name, its time and its failures', t => {
	const series = run(upTo(2000).map(index => ({index, elapsedMs: index + 1, kind: index === 1234 ? 'stage_failed' : 'stage_completed'})));
	const report = healthOf(snapshotAt(series, overAll));
	t.is(Object.keys(report.stages).length, 2000);
	t.is(report.stages.model_1999?.elapsedMs?.max, 2000);
	t.like(report.stages.model_1234, {completions: 0, failures: 1, errors: 1});
	t.deepEqual(report.statusReasons, ['the last attempt of stage model_1234 failed']);
	t.is(snapshotAt(series, overAll).bottleneck?.demand?.stage, 'model_1999');
});

test('with more names than that, the 200 with the most work are shown, and the others are one row that counts everything', t => {
	const count = 5000;
	const heavy = (index: number) => index % 20 === 7; // 204 of the first 4,096 names
	const series = run(
		upTo(count).map(index => ({index, elapsedMs: heavy(index) ? 10_000 + index : 1, ...(index === 3 && {kind: 'stage_failed'})})),
	);
	const {stages, otherStages, status, statusReasons} = snapshotAt(series, overAll);
	const named = stages.filter(({name}) => name !== 'other').map(({name}) => Number(name.slice('model_'.length)));
	t.deepEqual(named, upTo(4096).filter(heavy).slice(-200));
	t.is(otherStages, count - 200);
	t.is(
		stages.reduce((sum, {completions}) => sum + completions, 0),
		count - 1,
	);
	t.like(
		stages.find(({name}) => name === 'other'),
		{completions: count - 201, failures: 1, errors: 1, recordsOut: (count - 201) * 10},
	);
	// A failure counts, whatever row shows it.
	t.deepEqual([status, statusReasons], ['DEGRADED', ['the last attempt of stage model_3 failed']]);
});
