import {Buffer} from 'node:buffer';
import test from 'ava';
import fc from 'fast-check';
import type {LogEvent} from '../../src/events/event.ts';
import {valueAtPath} from '../../src/events/field-path.ts';
import {LineParser} from '../../src/events/parse-line.ts';
import {defaultReadOptions, type Mapping} from '../../src/events/read-options.ts';
import {compileFilter} from '../../src/query/filter.ts';
import {parseLog, scanLog} from '../helpers/scan-log.ts';

const fields = {
	steps: [{id: 1}, {id: 2, name: 'decode', micros: 2500}, {id: 3, name: 'later'}],
	counts: [40, 38],
	deep: {'a.b': [[{x: null}], [{x: 7}]]},
	'flat[0].name': 'as written',
	'dotted.key': {inner: 'in', 'odd[0]': 'odd', ' [': 1, 'a[x]': 2},
	empty: [],
	text: 'abc',
};

const paths: ReadonlyArray<readonly [path: string, value: unknown]> = [
	['text', 'abc'],
	['counts[0]', 40],
	['counts[1]', 38],
	['counts.1', 38],
	['counts[2]', undefined],
	['counts[*]', 40],
	['steps[*].name', 'decode'],
	['steps[0].name', undefined],
	['steps[2].name', 'later'],
	['steps.2.name', 'later'],
	['steps[*].id', 1],
	['deep.a.b[1][0].x', 7],
	['deep.a.b[*][*].x', null],
	['flat[0].name', 'as written'],
	['dotted.key.inner', 'in'],
	['dotted.key.odd[0]', 'odd'],
	['dotted.key. [', 1],
	['dotted.key.a[x]', 2],
	['empty[*]', undefined],
	['counts.[0]', undefined],
	['text[0]', undefined],
	['steps.name', undefined],
	['steps[-1]', undefined],
	['toString.length', undefined],
	['__proto__', undefined],
	['', undefined],
];

for (const [path, value] of paths) {
	test(`the path ${path} leads to ${JSON.stringify(value)}`, t => {
		t.deepEqual(valueAtPath(fields, path), value);
	});
}

test('a path that is built from an object leads to what it was built from', t => {
	const key = fc.constantFrom('a', 'b', 'c.d', 'e');
	const {value: values} = fc.letrec<{value: unknown; leaf: unknown}>(tie => ({
		leaf: fc.integer(),
		value: fc.oneof(
			{maxDepth: 4},
			tie('leaf'),
			fc.dictionary(key, tie('value'), {minKeys: 1, maxKeys: 3}),
			fc.array(tie('value'), {minLength: 1, maxLength: 3}),
		),
	}));
	const pathsIn = (value: unknown, before: string): ReadonlyArray<readonly [string, unknown]> =>
		Array.isArray(value)
			? value.flatMap((each, index) => pathsIn(each, `${before}[${index}]`))
			: typeof value === 'object' && value !== null
				? Object.entries(value).flatMap(([name, each]) => pathsIn(each, before === '' ? name : `${before}.${name}`))
				: [[before, value]];
	fc.assert(
		fc.property(fc.dictionary(key, values, {minKeys: 1, maxKeys: 3}), object => {
			for (const [path, value] of pathsIn(object, '')) {
				t.is(valueAtPath(object, path), value, path);
			}
		}),
	);
});

function read(map: readonly Mapping[], object: unknown): LogEvent | undefined {
	const parsed = new LineParser({...defaultReadOptions, map}).parse(JSON.stringify(object));
	return parsed.type === 'event' ? parsed.events[0] : undefined;
}

test('a mapping into a list takes precedence over every alias, and does nothing where it leads to nothing', t => {
	const map = [
		{canonical: 'component', field: 'steps[*].name'},
		{canonical: 'recordsIn', field: 'counts[0]'},
		{canonical: 'elapsedMs', field: 'steps[1].micros', unitMs: 1e-3},
	];
	t.like(read(map, {...fields, component: 'x', recordsIn: 1}), {component: 'decode', recordsIn: 40, elapsedMs: 2.5});
	t.like(read(map, {component: 'x', recordsIn: 1, steps: 'none'}), {component: 'x', recordsIn: 1, elapsedMs: undefined});
});

test('the first of two mappings of a field that leads to something counts, in lists or not', t => {
	const [list, plain] = [
		{canonical: 'component', field: 'steps[*].name'},
		{canonical: 'component', field: 'who'},
	];
	t.is(read([list, plain], {who: 'a', steps: [{name: 'b'}]})?.component, 'b');
	t.is(read([plain, list], {who: 'a', steps: [{name: 'b'}]})?.component, 'a');
	t.is(read([list, plain], {who: 'a', steps: []})?.component, 'a');
});

test('a unit of a mapping counts for numbers; a value with a unit of its own keeps it', t => {
	const map = [{canonical: 'elapsedMs', field: 'spent', unitMs: 1000}];
	for (const [spent, elapsedMs] of [
		[1.5, 1500],
		['1.5', 1500],
		['2ms', 2],
		['PT3S', 3000],
		['', undefined],
	] as const) {
		t.is(read(map, {spent})?.elapsedMs, elapsedMs, String(spent));
	}
	t.is(read([{canonical: 'elapsedMs', field: 'wall_s', unitMs: 1}], {wall_s: 5})?.elapsedMs, 5);
});

test('a filter, --map and a path read the same', t => {
	const line = JSON.stringify(fields);
	for (const [path, value] of paths) {
		if (typeof value === 'string' && path !== '') {
			const event = read([{canonical: 'reason', field: path}], fields);
			t.is(event?.reason, value, path);
			t.true(event !== undefined && compileFilter(`"${path}"="${value}"`).matches(event, line), path);
		}
	}
});

test('lines with a mapped list are parsed, others are still scanned, and both mean the same', t => {
	const lines = Array.from({length: 400}, (_, index) =>
		index % 4 === 0
			? `{"time":${1705356000000 + index},"level":"info","${['steps', 'Steps', 'st_eps', 'st\\u0065ps'][(index / 4) % 4]}":[{},{"name":"s${index}"}]}`
			: `{"time":${1705356000000 + index},"level":"info","component":"c","msg":"a"}`,
	);
	const log = Buffer.from(`${lines.join('\n')}\n`);
	const options = {...defaultReadOptions, map: [{canonical: 'component', field: 'steps[*].name'}]};
	const scanned = scanLog(log, options);
	t.deepEqual(scanned.lines, parseLog(log, options).lines);
	t.true(scanned.unsure >= 25 && scanned.unsure <= 110);
});
