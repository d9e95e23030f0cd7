import test from 'ava';
import fc from 'fast-check';
import {
	announce,
	callWithFixtures,
	describeMarkdown,
	describeText,
	discoverStages,
	formatSignature,
	InstrumentedStage,
	inspectPipeline,
	measuredStage,
	parameterSchema,
	readSignature,
	validateConfig,
} from '../../src/pipeline/index.ts';
import {capturedLog} from '../helpers/captured-log.ts';

const pluginSource = new URL('../fixtures/plugin-stages.ts', import.meta.url);

/** Functions made from their text, so that no tool in between changes it. */
const evaluate = (text: string): unknown => new Function(`return ${text}`)();

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: source text of functions
const shapes: ReadonlyArray<readonly [text: string, signature: string]> = [
	['function f() {}', 'f()'],
	['function f(a, b = 1, ...rest) {}', 'f(a, b=1, ...rest)'],
	['a => a', 'f(a)'],
	['(a, b = 2) => { return a; }', 'f(a, b=2)'],
	['async a => a', 'async f(a)'],
	['async (a, b) => ({})', 'async f(a, b)'],
	['function* (a) { yield a; }', '*f(a)'],
	['async function* named(a) { yield await a; }', 'async *f(a)'],
	['(a = (x, y = ")") => x + y, b = /[)(,]/) => a', 'f(a=(x, y = ")") => x + y, b=/[)(,]/)'],
	['(a = function () { return "}"; }, b) => a', 'f(a=function () { return "}"; }, b)'],
	['(a = [1, [2, 3]], b = {c: {d: "e"}}, c = `t${1 + 1}`) => a', 'f(a=[1, [2, 3]], b={c: {d: "e"}}, c=`t${1 + 1}`)'],
	['(a, b = a.length * 2, c = Math.max(1, b)) => a', 'f(a, b=a.length * 2, c=Math.max(1, b))'],
	['({minVal = 20, maxVal = 80} = {}) => minVal', 'f({minVal=20, maxVal=80}={})'],
	['({a: renamed = 1, b: {c = 2, ...others}, ["d" + 1]: e}) => renamed', 'f({a=1, b: {c=2, ...others}, "d" + 1})'],
	['([first, , third = 3, ...rest] = []) => first', 'f([first, arg1, third=3, ...rest]=[])'],
	['(...[a, b]) => a', 'f(...[a, b])'],
	['(a /* the ) first */, // and\n b = 1) => a', 'f(a, b=1)'],
	['(a = {\n  b: 1,\n  c: 2,\n}) => a', 'f(a={ b: 1, c: 2, })'],
	['({process(records, minVal = 20) {}}).process', 'f(records, minVal=20)'],
	['({async process(records) {}}).process', 'async f(records)'],
	['({*process(records) {}}).process', '*f(records)'],
	['({async *process(records) {}}).process', 'async *f(records)'],
	['({["com" + "puted"](a) {}}).computed', 'f(a)'],
	['({"quoted name"(a) {}})["quoted name"]', 'f(a)'],
	['({get(a) {}}).get', 'f(a)'],
	['({static(a) {}}).static', 'f(a)'],
	['({async(a) {}}).async', 'f(a)'],
	['({class(a) {}}).class', 'f(a)'],
	['Object.getOwnPropertyDescriptor({get x() { return 1; }}, "x").get', 'f()'],
	['Object.getOwnPropertyDescriptor({set x(value) {}}, "x").set', 'f(value)'],
	['new (class { #limit = 1; process(a, b = 2) { return this.#limit + b; } })().process', 'f(a, b=2)'],
	['(class { static #secret(a) {} static get() { return this.#secret; } }).get()', 'f(a)'],
	['(class extends Array { process(a) { return super.at(a); } }).prototype.process', 'f(a)'],
	['(class { static process(a) {} }).process', 'f(a)'],
	['new (class { process = (records, min = 1) => records })().process', 'f(records, min=1)'],
	['class { constructor(a, b = 1) {} }', 'f(a, b=1)'],
	['class extends (class { constructor(inherited) {} }) {}', 'f(inherited)'],
	['class { process() {} }', 'f()'],
	['class extends Array {}', 'f(arg0, …)'],
	['Array.prototype.push', 'f(arg0, …)'],
	['Math.max', 'f(arg0, arg1, …)'],
	['((a, b, c) => a).bind(null, 1)', 'f(arg0, arg1, …)'],
	['new Proxy((a, b) => a, {})', 'f(arg0, arg1, …)'],
	['function (a, a) { with (a) { return 017; } }', 'f(a, a)'],
	['function (await, let) {}', 'f(await, let)'],
	['new Function("a", "b = 1", "return a")', 'f(a, b=1)'],
	['function (ünï, $cash, _) {}', 'f(ünï, $cash, _)'],
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: source text of functions

for (const [text, expected] of shapes) {
	test(`the signature of ${text.replaceAll('\n', ' ')}`, t => {
		t.is(formatSignature('f', readSignature(evaluate(text))), expected);
	});
}

test('any written parameter list is read back', t => {
	const name = fc.stringMatching(/^[a-z]{1,6}$/).map(text => `p_${text}`);
	const value = fc.oneof(
		fc.jsonValue().map(json => JSON.stringify(json)),
		fc.constantFrom('(x) => x', 'Math.PI * 2', '/[,)]/g', '`a`'),
	);
	const parameter = fc.record({name, value: fc.option(value, {nil: undefined})});
	fc.assert(
		fc.property(fc.uniqueArray(parameter, {selector: ({name: key}) => key, maxLength: 6}), parameters => {
			const written = parameters.map(({name: key, value: given}) => (given === undefined ? key : `${key}=${given}`)).join(', ');
			t.is(formatSignature('f', readSignature(evaluate(`function (${written}) {}`))), `f(${written})`);
		}),
	);
});

class ThresholdFilter {
	static readonly description = 'Filters records outside [minVal, maxVal] range.\nAnd more.';

	process(records: readonly number[], minVal = 20, maxVal = 80): number[] {
		return records.filter(value => value >= minVal && value <= maxVal);
	}
}

test('a stage is printed as name, description and signature, seen through its wrappers', t => {
	const expected = [
		'Stage: ThresholdFilter',
		'  Description: Filters records outside [minVal, maxVal] range.',
		'  Signature: process(records, minVal=20, maxVal=80)',
		'',
	].join('\n');
	const {log} = capturedLog('filter');
	const wrapped = new InstrumentedStage('outer', new InstrumentedStage(log, new ThresholdFilter()));
	for (const stage of [new ThresholdFilter(), ThresholdFilter, wrapped]) {
		t.is(describeText(inspectPipeline([stage])), expected);
	}
	t.is(inspectPipeline([wrapped])[0]?.component, 'outer');
});

test('a method with @measuredStage shows its own signature', t => {
	class Filter {
		@measuredStage
		process(records: readonly number[], minVal = 20): number[] {
			return records.filter(value => value > minVal);
		}
	}
	t.like(inspectPipeline([new Filter()])[0], {signature: 'process(records, minVal=20)', component: 'Filter'});
	t.like(inspectPipeline([Filter])[0], {signature: 'process(records, minVal=20)', component: 'Filter'});
});

test('the description is the static one, else JSDoc in the text, else JSDoc in the source, else none', async t => {
	const describe = (stage: unknown, source?: URL) =>
		inspectPipeline([stage as ThresholdFilter], source === undefined ? {} : {source})[0]?.description;
	t.is(describe({description: 'An own one.', process() {}}), 'An own one.');
	t.is(describe(evaluate('class A { /** Of the member. */ process() {} }')), 'Of the member.');
	t.is(describe(evaluate("class A { /** Another's. */ other() {} process() {} }")), 'No docstring');
	t.is(describe(evaluate('class A { /* no JSDoc */ process() {} }')), 'No docstring');
	t.is(describe(evaluate('new (class { process() { /** In the\n * body. */ return 1; } })()')), 'In the');
	t.is(describe(evaluate('function f(a) { "use strict"; /** Too late. */ }')), 'No docstring');
	const {Deduplicator, Window, SmallWindow} = await import('../fixtures/plugin-stages.ts');
	t.is(describe(Deduplicator, pluginSource), 'Drops what stands twice.');
	t.is(describe(Window, pluginSource), 'Keeps the newest.');
	t.is(describe(SmallWindow, pluginSource), 'No docstring');
	t.is(describe(Deduplicator), 'No docstring');
});

test('unusual stages are described too: no name, inherited, a getter, bound', t => {
	const signature = (text: string) => inspectPipeline([evaluate(text) as ThresholdFilter])[0];
	t.like(signature('({process: records => records})'), {stage: 'anonymous', signature: 'process(records)'});
	t.like(signature('(() => { class A { process(x) {} } class B extends A {} return new B(); })()'), {stage: 'B', signature: 'process(x)'});
	t.like(signature('({get process() { return (records, k = 1) => k; }})'), {signature: 'process(records, k=1)'});
	t.like(signature('({process: ((a, b) => a).bind(null)})'), {signature: 'process(arg0, arg1, …)'});
	t.like(signature('function clean(records, strict = true) {}'), {stage: 'clean', signature: 'clean(records, strict=true)'});
	t.like(signature('class Late { process = async (records, n = 3) => records }'), {
		stage: 'Late',
		signature: 'async process(records, n=3)',
	});
	t.like(signature('({process: 1})'), {signature: 'process(…)'});
	t.like(signature('Object.create(null)'), {stage: 'anonymous'});
});

test('announce logs stage_described as the component of each stage', t => {
	const {log, lines} = capturedLog('pipeline');
	announce([new InstrumentedStage(log.child('filter'), new ThresholdFilter()), {process: (records: readonly number[]) => records}], {
		logger: log,
	});
	t.like(lines()[0], {
		component: 'filter',
		event: 'stage_described',
		stage: 'ThresholdFilter',
		description: 'Filters records outside [minVal, maxVal] range.',
		signature: 'process(records, minVal=20, maxVal=80)',
		params: ['records', 'minVal=20', 'maxVal=80'],
	});
	t.like(lines()[1], {component: 'pipeline', description: 'No docstring'});
});

test('Markdown documentation has a section and a table for each stage, and foreign text stays text', t => {
	t.is(
		describeMarkdown(inspectPipeline([new ThresholdFilter()])),
		[
			'# Pipeline stages',
			'',
			'## ThresholdFilter',
			'',
			'Filters records outside \\[minVal, maxVal\\] range.',
			'',
			'```ts',
			'process(records, minVal=20, maxVal=80)',
			'```',
			'',
			'| parameter | default |',
			'|---|---|',
			'| `records` | required |',
			'| `minVal` | `20` |',
			'| `maxVal` | `80` |',
			'',
		].join('\n'),
	);
	const tricky = describeMarkdown(
		inspectPipeline([evaluate('({description: "<b>*x*</b>", process(a = "|", b = `t`) {}})') as ThresholdFilter]),
	);
	t.true(tricky.includes('\\<b\\>\\*x\\*\\</b\\>'));
	t.true(tricky.includes('| `a` | `"\\|"` |'));
	t.true(tricky.includes('| `b` | `` `t` `` |'));
});

test('a config is checked against the signature: unknown names with the nearest valid one, and missing ones', t => {
	t.deepEqual(validateConfig(ThresholdFilter, {minVal: 1, maxVal: 2}), []);
	t.deepEqual(validateConfig(new InstrumentedStage('x', new ThresholdFilter()), {}), []);
	const problem = (name: string, nearest: string | undefined) => [nearest, `unknown parameter "${name}": `];
	for (const [name, nearest] of [
		['minval', 'minVal'],
		['min_val', 'minVal'],
		['maxVla', 'maxVal'],
		['max', 'maxVal'],
		['records', undefined], // passed with the call
		['colour', undefined],
	] as const) {
		const [found, ...others] = validateConfig(ThresholdFilter, {[name]: 1});
		t.deepEqual(others, []);
		t.like(found, {type: 'unknown', name, nearest});
		t.true(found?.message.startsWith(problem(name, nearest)[1] ?? ''));
	}
	const connect = (host: string, {port, retries = 3}: {port: number; retries?: number}) => [host, port, retries];
	t.deepEqual(
		validateConfig(connect, {retrys: 1}).map(({message}) => message),
		['unknown parameter "retrys": did you mean "retries"?', 'missing parameter "host"', 'missing parameter "port"'],
	);
	t.deepEqual(
		validateConfig((first: number, ...rest: number[]) => [first, rest], {first: 1, anything: 2}),
		[],
	);
	t.deepEqual(validateConfig(Math.max, {anything: 2}), []);
	t.deepEqual(
		validateConfig(({a}: {a?: number} = {}) => a, {}),
		[],
	);
});

test('the JSON Schema of the parameters has types and defaults where the signature shows them', t => {
	t.deepEqual(parameterSchema(ThresholdFilter), {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		type: 'object',
		properties: {minVal: {type: 'number', default: 20}, maxVal: {type: 'number', default: 80}},
		required: [],
		additionalProperties: false,
	});
	const fn = evaluate(
		'(a, b = -1.5, c = "x", d = !0, e = null, f = [1, "2"], g = {h: {i: false}}, j = Math.random(), {k = `l`, ...m} = {}) => a',
	);
	t.like(parameterSchema(fn as () => void), {
		properties: {
			a: {},
			b: {type: 'number', default: -1.5},
			c: {type: 'string', default: 'x'},
			d: {type: 'boolean', default: true},
			e: {default: null},
			f: {type: 'array', default: [1, '2']},
			g: {type: 'object', default: {h: {i: false}}},
			j: {description: 'Default: Math.random()'},
			k: {type: 'string', default: 'l'},
		},
		required: ['a'],
		additionalProperties: true,
	});
});

test('the stages of a module are found without registration, classes without being instantiated', async t => {
	const plugins = await import('../fixtures/plugin-stages.ts');
	const stages = discoverStages(plugins);
	t.deepEqual(
		inspectPipeline(stages)
			.map(({stage, signature}) => `${stage} ${signature}`)
			.sort(),
		[
			'Deduplicator process(records)', // the class
			'Deduplicator process(records)', // `ready`, an object that is a stage
			'FieldStage process(records, {scale=2, unit})',
			'SmallWindow process(records, size=10)',
			'Window process(records, size=10)',
			'anonymous process(records)',
		],
	);
	t.true(stages.includes(plugins.Deduplicator));
	t.false((stages as readonly unknown[]).includes(plugins.NoStage));
	t.deepEqual(discoverStages({default: undefined, a: null, b: 1}), []);
});

test('a function is called with the fixtures that its parameters name', t => {
	const fixtures = {records: [1, 50, 90], maxVal: 60, unit: 'C', rest: [7, 8]};
	const filter = new ThresholdFilter();
	t.deepEqual(callWithFixtures(filter.process, fixtures), [50]);
	t.deepEqual(
		callWithFixtures((...rest: number[]) => rest, fixtures),
		[7, 8],
	);
	t.deepEqual(
		callWithFixtures(({unit, scale = 2}: {unit: string; scale?: number}, [records]: [number[]]) => [unit, scale, records], fixtures),
		['C', 2, [1, 50, 90]],
	);
	t.throws(() => callWithFixtures((recrods: number[]) => recrods, fixtures), {message: 'no fixture "recrods": did you mean "records"?'});
	t.throws(() => callWithFixtures(evaluate('toString => toString') as () => void, fixtures), {message: /no fixture "toString"/});
	t.throws(() => callWithFixtures(Math.max, fixtures), {message: /native or bound/});
});
