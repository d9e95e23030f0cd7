import type {Level} from '../event.ts';
import type {Fields} from '../fields.ts';
import type {EventKind} from '../kinds.ts';
import type {Dialect} from './dialect.ts';
import {secondsAt, textAt, valueAt} from './pick.ts';

/**
`go test -json`. A package is a stage. Its end is a completion or a failure, with the elapsed seconds. The ends of its
tests are events of that stage, and failed tests are errors.

https://pkg.go.dev/cmd/test2json
*/
export const goTest: Dialect = {
	name: 'go-test',
	markers: ['Action'],
	decidedBy: ['Action'],
	matches: fields =>
		actions.has(textAt(fields, 'Action') ?? '') && (textAt(fields, 'Package') ?? textAt(fields, 'ImportPath')) !== undefined,
	read: (fields, common, reading) => {
		const action = textAt(fields, 'Action') ?? '';
		const level = levelOfAction.get(action) ?? 'info';
		return [
			{
				...common,
				kind: kindOfAction(action, fields),
				timeMs: reading.time(valueAt(fields, 'Time')) ?? common.timeMs,
				level,
				component: textAt(fields, 'Package') ?? textAt(fields, 'ImportPath') ?? common.component,
				event: textOf(action, fields) ?? common.event,
				elapsedMs: secondsAt(fields, 'Elapsed'),
				reason: level === 'error' ? (textAt(fields, 'Test') ?? action) : undefined,
			},
		];
	},
};

const actions = new Set(['start', 'run', 'pause', 'cont', 'pass', 'bench', 'fail', 'output', 'skip', 'attr', 'build-output', 'build-fail']);
const levelOfAction: ReadonlyMap<string, Level> = new Map([
	['fail', 'error'],
	['build-fail', 'error'],
	['skip', 'warn'],
]);

function kindOfAction(action: string, fields: Fields): EventKind {
	if (Object.hasOwn(fields, 'Test')) {
		return 'other';
	}
	return action === 'pass' || action === 'skip'
		? 'stage_completed'
		: action === 'fail' || action === 'build-fail'
			? 'stage_failed'
			: 'other';
}

function textOf(action: string, fields: Fields): string | undefined {
	const output = textAt(fields, 'Output')?.trimEnd();
	const test = textAt(fields, 'Test');
	return output === undefined || output === '' ? (test === undefined ? action : `${action} ${test}`) : output;
}
