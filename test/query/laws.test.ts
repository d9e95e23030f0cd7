import test from 'ava';
import fc from 'fast-check';
import {levels} from '../../src/events/event.ts';
import {levelSetOf} from '../../src/events/values/level-set.ts';
import {combineFilters, compileFilter} from '../../src/query/filter.ts';
import {compileGlob} from '../../src/query/glob.ts';
import {makeEvent} from '../series/events.ts';

type Line = {readonly level: (typeof levels)[number] | undefined; readonly fields: Readonly<Record<string, number>>};
type Expression =
	| {readonly text: string; readonly holds: (line: Line) => boolean}
	| {readonly not: Expression}
	| {readonly operator: 'and' | 'or'; readonly parts: readonly Expression[]};

const rankOf = ({level}: Line) => (level === undefined ? Number.NaN : levels.indexOf(level));
const atom = fc.oneof(
	fc.constantFrom('a', 'b', 'c').map((name): Expression => ({text: `${name}=1`, holds: ({fields}) => fields[name] === 1})),
	fc.constantFrom(...levels).map((level): Expression => ({text: `level=${level}`, holds: line => line.level === level})),
	fc.constantFrom(...levels).map((level): Expression => ({text: `level>=${level}`, holds: line => rankOf(line) >= levels.indexOf(level)})),
	fc.constantFrom(...levels).map((level): Expression => ({text: `level<${level}`, holds: line => rankOf(line) < levels.indexOf(level)})),
);
const {expression} = fc.letrec<{expression: Expression}>(tie => ({
	expression: fc.oneof(
		{maxDepth: 4, depthSize: 'medium'},
		atom,
		tie('expression').map((not): Expression => ({not})),
		fc
			.tuple(fc.constantFrom('and', 'or'), fc.array(tie('expression'), {minLength: 2, maxLength: 3}))
			.map(([operator, parts]): Expression => ({operator: operator as 'and' | 'or', parts})),
	),
}));

function holds(node: Expression, line: Line): boolean {
	if ('text' in node) {
		return node.holds(line);
	}
	if ('not' in node) {
		return !holds(node.not, line);
	}
	return node.operator === 'and' ? node.parts.every(part => holds(part, line)) : node.parts.some(part => holds(part, line));
}

/** How tightly it binds: `not` tightest, `or` loosest. */
const tightness = (node: Expression) => ('text' in node ? 3 : 'not' in node ? 2 : node.operator === 'and' ? 1 : 0);

/** With parentheses only where it means something else without them. */
function written(node: Expression): string {
	if ('text' in node) {
		return node.text;
	}
	const part = (inner: Expression) => (tightness(inner) < tightness(node) ? `(${written(inner)})` : written(inner));
	return 'not' in node ? `not ${part(node.not)}` : node.parts.map(part).join(` ${node.operator} `);
}

const lines: readonly Line[] = [...levels, undefined].flatMap(level =>
	[0, 1, 2, 3, 4, 5, 6, 7].map(bits => ({level, fields: {a: bits & 1, b: (bits >> 1) & 1, c: bits >> 2}})),
);

/** The lines that a filter lets through. */
function passed(filter: string): readonly Line[] {
	const {matches} = compileFilter(filter);
	return lines.filter(({level, fields}) => matches(makeEvent('other', {level, fields}), JSON.stringify({level, ...fields})));
}

test('not binds tightest and or loosest, and an expression lets through the lines for which it is true', t => {
	fc.assert(
		fc.property(expression, node => {
			t.deepEqual(
				passed(written(node)),
				lines.filter(line => holds(node, line)),
				written(node),
			);
		}),
		{numRuns: 300},
	);
});

test('filters together let through the lines that each of them does', t => {
	fc.assert(
		fc.property(fc.array(expression, {minLength: 1, maxLength: 3}), nodes => {
			const together = combineFilters(nodes.map(written)) ?? t.fail();
			t.deepEqual(
				passed(together),
				lines.filter(line => nodes.every(node => holds(node, line))),
				together,
			);
		}),
		{numRuns: 200},
	);
});

test('a line that a filter lets through has one of the levels that the filter is said to need', t => {
	fc.assert(
		fc.property(expression, node => {
			const {needed} = compileFilter(written(node));
			for (const {level} of needed.levels === undefined ? [] : passed(written(node))) {
				t.not((needed.levels ?? 0) & levelSetOf(level), 0, `${level}: ${written(node)}`);
			}
		}),
		{numRuns: 300},
	);
});

test('a glob matches what the same pattern with any run for * and any character for ? matches', t => {
	const glob = fc.string({unit: fc.constantFrom('a', 'B', '*', '?', '.'), maxLength: 8});
	const text = fc.string({unit: fc.constantFrom('a', 'b', '.'), maxLength: 10});
	fc.assert(
		fc.property(glob, text, (pattern, against) => {
			const same = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
			t.is(compileGlob(pattern)(against), same.test(against), `${pattern} ${against}`);
		}),
		{numRuns: 1000},
	);
});
