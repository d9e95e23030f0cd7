import {writeFileSync} from 'node:fs';
import {main} from 'assemblyscript/asc';
import binaryen from 'assemblyscript/binaryen';

const inlinedSize = 400; // larger than any of our functions that are called in a loop; asc has no option for it

const {Features} = binaryen;
const {MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt, SIMD128} = Features;
// the same as asc enables
const usedFeatures = MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt | SIMD128 | Features.Atomics;

/**
Compiles an AssemblyScript file, optimised, with SIMD and without a runtime: the caller lays out its memory.

@param more - Additional compiler options.
*/
export async function compileWasm(source: string, target: string, ...more: readonly string[]): Promise<void> {
	const options = [...more, '--outFile', 'out.wasm', '--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--initialMemory', '1'];
	const written: Array<string | Uint8Array> = [];
	const {error, stderr} = await main([source, ...options], {
		writeFile: (_, contents) => {
			written.push(contents);
		},
	});
	const [wasm] = written;
	if (error !== null || !(wasm instanceof Uint8Array)) {
		throw new Error(`${source} does not compile:\n${stderr.toString()}`);
	}
	writeFileSync(target, inlined(wasm));
}

/** Inlines functions, because V8 doesn't do so in WebAssembly and most of ours are only a few instructions long. */
function inlined(wasm: Uint8Array): Uint8Array {
	const module = binaryen.readBinary(wasm);
	module.setFeatures(usedFeatures);
	binaryen.setOptimizeLevel(3);
	binaryen.setShrinkLevel(0);
	binaryen.setFlexibleInlineMaxSize(inlinedSize);
	binaryen.setOneCallerInlineMaxSize(inlinedSize);
	binaryen.setAllowInliningFunctionsWithLoops(true);
	module.optimize();
	const binary = module.emitBinary();
	module.dispose();
	return binary;
}
