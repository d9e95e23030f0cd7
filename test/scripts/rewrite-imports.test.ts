import {basename} from 'node:path';
import process from 'node:process';
import test from 'ava';
import {functionOf, withBuiltinsByCall} from '../../scripts/rewrite-imports.ts';

type Exports = Readonly<Record<string, unknown>>;
type Take = (name: string) => Promise<Exports>;
type Part = (take: Take, importModule: Take, importMeta: {readonly url: string}) => Promise<Exports | undefined>;

const asModule = (code: string): Promise<Exports> => import(`data:text/javascript,${encodeURIComponent(code)}`);
// as in a script of the bundle
const asFunction = (code: string): Part => new Function(`return ${functionOf(code)}`)() as Part;

/** The exports of a module that is run as a function among other parts. */
const run = async (code: string, parts: Readonly<Record<string, Exports>> = {}): Promise<Exports> =>
	(await asFunction(code)(
		async name => parts[name] ?? Promise.reject(new Error(`no part ${name}`)),
		name => import(name),
		{url: 'file:///here'},
	)) ?? {};

for (const code of [
	'import{join as j,sep}from"node:path";var a=j("x",sep);export{a,j as join};',
	'import p from"path";import*as all from"node:path";import q,{basename as b}from"path";var same=p===q,n=all.join;export{same,n,b as default};',
	'var text="import(\\"./x.js\\")",late=await import("node:path");export{late as path,text};',
	'var from="node:path",late=await import(from),nested=await import((await import(from)).sep==="/"?from:"");export{late,nested};',
	'import"node:fs";var x=1;export{x as "a name"};',
	'var nothing;',
]) {
	test(`a module run as a function exports what it exports as a module: ${code}`, async t => {
		t.deepEqual({...(await run(code))}, {...(await asModule(code))});
		t.notRegex(functionOf(code).replaceAll(/"(?:[^"\\]|\\.)*"/g, ''), /\bimport\b/, 'a script can import nothing');
	});
}

test('other parts are taken by name, at the start or on demand, and a module knows where it is', async t => {
	const code = `import{a as one}from"./first.mjs";import two from"./second.mjs";import"./third.mjs";
		var three=import("./first.mjs"),here=importMeta.url;export{one,two,three,here};`;
	const parts = {'first.mjs': {a: 1}, 'second.mjs': {default: 2}, 'third.mjs': {}};
	const {one, two, three, here} = await run(code, parts);
	t.deepEqual([one, two, await three, here], [1, 2, {a: 1}, 'file:///here']);
	await t.throwsAsync(run(code, {'first.mjs': {a: 1}, 'second.mjs': {default: 2}}), {message: 'no part third.mjs'});
});

for (const code of [
	'export const a=1;',
	'export default 1;',
	'export*from"./x.mjs";',
	'export{a}from"./x.mjs";',
	'var a=1;export{a};a=2;',
	'var a=import.meta.url;export{a};',
]) {
	test(`the build fails where a module can't be put into a script: ${code}`, t => {
		t.throws(() => functionOf(code), {message: /can't put into a script/});
	});
}

test("a module loads Node's own modules by a call, and imports others", async t => {
	const code = withBuiltinsByCall(
		'import{basename as b}from"node:path";import p,{sep}from"path";import{c}from"data:text/javascript,export const c=7";export{b,p,sep,c};',
	);
	t.is((code.match(/import/g) ?? []).length, 1);
	const {b, p, sep, c} = await asModule(code);
	t.deepEqual([b, p, sep, c], [basename, process.getBuiltinModule('path'), '/', 7]);
});
