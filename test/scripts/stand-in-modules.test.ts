import test from 'ava';
import {build} from 'esbuild';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {lateModule} from '../../scripts/rewrite-imports.ts';
import {standInModules} from '../../scripts/stand-in-modules.ts';

type Bundled = {readonly width: typeof stringWidth};

/** What a module exports when it is bundled as the program with the screen is. */
async function bundled(contents: string): Promise<Bundled> {
	const {outputFiles} = await build({
		stdin: {contents, resolveDir: '.'},
		bundle: true,
		format: 'esm',
		write: false,
		logLevel: 'silent',
		plugins: [standInModules],
	});
	return import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
}

const width = "export{default as width}from'string-width';";
const layout = "import layout from'yoga-layout';export{layout};";

test('the string-width of the bundle measures as string-width does', async t => {
	const {width: ours} = await bundled(width + layout);
	const anyText = fc.oneof(
		fc.string({unit: 'binary', maxLength: 60}),
		fc.string({unit: 'grapheme', maxLength: 60}),
		fc.array(fc.integer({min: 0, max: 0xff_ff}), {maxLength: 40}).map(units => String.fromCharCode(...units)),
		fc.constantFrom('', 'a', '日本語', '👨‍👩‍👧‍👦', '🇩🇪', '❤️', '1️⃣', 'สวัสดี', '\u001B[31mred\u001B[m'),
	);
	fc.assert(fc.property(anyText, text => t.is(ours(text), stringWidth(text))));
	t.is(ours('±', {ambiguousIsNarrow: false}), 2);
});

for (const [what, contents, message] of [
	['nothing imports one any more', width, /nothing imports yoga-layout any more/],
	['another file of one is imported', `${width}${layout}import'yoga-layout/load';`, /only yoga-layout itself has a replacement/],
	['something is imported that a replacement does not have', `${width}${layout}import{Edge}from'yoga-layout';export{Edge};`, /"Edge"/],
] as const) {
	test(`the build fails if ${what}`, async t => {
		await t.throwsAsync(bundled(contents), {message});
	});
}

for (const code of [
	'export const a=1;export default function f(){}',
	'export*from"./x.mjs";export default function f(){}',
	'export default class{}',
	'export default function f(){}f.a=1;',
	'var a=1;',
]) {
	test(`the build fails where a module can't be run late: ${code}`, t => {
		t.throws(() => lateModule(code));
	});
}
