import test from 'ava';
import fc from 'fast-check';
import {Fold} from '../../src/engine/fold/fold.ts';
import {defaultReadOptions} from '../../src/events/read-options.ts';
import type {Snapshot} from '../../src/insight/snapshot.ts';
import {snapshotAt} from '../../src/insight/snapshot-at.ts';

const startMs = Date.UTC(2024, 0, 15, 22);

type Happening = {readonly second: number; readonly fields: Readonly<Record<string, unknown>>};

function read(log: readonly Happening[], atSecond?: number): Snapshot {
	const fold = new Fold({read: defaultReadOptions, selection: undefined});
	const input = fold.open(0);
	for (const {second, fields} of log) {
		input.write(Buffer.from(`${JSON.stringify({time: startMs + second * 1000, ...fields})}\n`));
	}
	input.end();
	fold.finish();
	const atMs = atSecond === undefined ? undefined : startMs + atSecond * 1000 + 999;
	return snapshotAt(fold.series, {atMs, windowMs: undefined, hasTime: fold.hasTime, source: fold.counts, dialects: fold.dialects});
}

const at = (second: number, fields: Readonly<Record<string, unknown>>): Happening => ({second, fields});
const completed = (second: number, component: string) => at(second, {event: 'stage_completed', component, recordsIn: 10, elapsedMs: 5});
const failed = (second: number, component: string) => at(second, {event: 'stage_failed', component, reason: 'disk full'});
const circuit = (second: number, newState: string) => at(second, {event: 'circuit_state_change', circuitName: 'bank', newState});

function verdict(log: readonly Happening[], atSecond?: number): string {
	const {status, statusReasons} = read(log, atSecond);
	return [status, ...statusReasons].join('; ');
}

test('the newest attempt of a stage decides, not the newest of any stage', t => {
	t.is(verdict([completed(0, 'load'), failed(1, 'publish'), completed(2, 'load')]), 'DEGRADED; the last attempt of stage publish failed');
	t.is(verdict([failed(0, 'load'), completed(1, 'load')]), 'HEALTHY');
	t.is(verdict([failed(0, 'load'), completed(0, 'load')]), 'HEALTHY');
	t.is(verdict([completed(0, 'load'), failed(0, 'load')]), 'DEGRADED; the last attempt of stage load failed');
	t.is(verdict([failed(0, 'load'), at(1, {event: 'stage_completed', component: 'load'})]), 'HEALTHY');
});

test('a circuit that is open or probing is a reason, and one that closed is none', t => {
	t.is(verdict([completed(0, 'load'), circuit(1, 'open')]), 'DEGRADED; circuit bank is open');
	t.is(verdict([completed(0, 'load'), circuit(1, 'open'), circuit(2, 'half_open')]), 'DEGRADED; circuit bank is half-open, probing');
	t.is(verdict([completed(0, 'load'), circuit(1, 'open'), circuit(2, 'closed')]), 'HEALTHY');
	t.is(verdict([failed(0, 'load'), circuit(1, 'open')]), 'DEGRADED; circuit bank is open; the last attempt of stage load failed');
});

test('a run that failed is a reason until a run completes', t => {
	t.is(verdict([completed(0, 'load'), at(1, {event: 'run_failed'})]), 'DEGRADED; the run failed');
	t.is(verdict([at(0, {event: 'run_failed'}), at(1, {event: 'run_completed'})]), 'HEALTHY');
});

test('where nothing says how the pipeline is, that is unknown', t => {
	t.is(verdict([at(0, {event: 'listening'}), at(1, {event: 'hello', level: 'info'})]), 'UNKNOWN');
	t.is(verdict([]), 'UNKNOWN');
	t.is(verdict([at(0, {event: 'pipeline_health', status: 'HEALTHY', batchCount: 1})]), 'HEALTHY');
});

test('the verdict and the failures of each moment are those of a log that was cut there', t => {
	const happening = fc
		.tuple(fc.nat(20), fc.constantFrom('load', 'sink'), fc.nat(5))
		.map(([second, stage, what]) =>
			what < 2
				? completed(second, stage)
				: what < 4
					? failed(second, stage)
					: what === 4
						? circuit(second, stage === 'load' ? 'open' : 'closed')
						: at(second, {event: stage === 'load' ? 'run_failed' : 'run_completed'}),
		);
	fc.assert(
		fc.property(fc.array(happening, {minLength: 1, maxLength: 30}), fc.nat(20), (log, second) => {
			const sorted = log.toSorted((a, b) => a.second - b.second);
			const cut = sorted.filter(each => each.second <= second);
			t.is(verdict(sorted, second), verdict(cut, second));
			t.deepEqual(
				read(sorted, second).stages.map(({name, failures}) => [name, failures]),
				['load', 'sink']
					.flatMap(name => {
						const own = cut.filter(({fields}) => fields.component === name);
						return own.length === 0 ? [] : [[name, own.filter(({fields}) => fields.event === 'stage_failed').length]];
					})
					.toSorted(
						(a, b) => cut.findIndex(({fields}) => fields.component === a[0]) - cut.findIndex(({fields}) => fields.component === b[0]),
					),
			);
		}),
	);
});

test('the verdict is that of the newest attempt of each stage, circuit and run, in the order of the lines', t => {
	const happening = fc.tuple(fc.nat(20), fc.constantFrom('a', 'b', 'c'), fc.boolean());
	fc.assert(
		fc.property(fc.array(happening, {minLength: 1, maxLength: 30}), log => {
			const sorted = log.toSorted(([a], [b]) => a - b);
			const bad = ['a', 'b', 'c'].filter(name => sorted.findLast(([, stage]) => stage === name)?.[2] === false);
			const {status, statusReasons} = read(
				sorted.map(([second, stage, isGood]) => (isGood ? completed(second, stage) : failed(second, stage))),
			);
			t.is(status, bad.length > 0 ? 'DEGRADED' : 'HEALTHY');
			t.deepEqual(
				statusReasons.toSorted(),
				bad.map(name => `the last attempt of stage ${name} failed`),
			);
		}),
	);
});
