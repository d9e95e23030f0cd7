import {writeFileSync} from 'node:fs';
import {main} from 'assemblyscript/asc';
import binaryen from 'assemblyscript/binaryen';

const inlinedSize = 400; // larger than any function of ours that is called in a loop; asc has no option for it

const {Features} = binaryen;
const {MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt, SIMD128} = Features;
const usedFeatures = MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt | SIMD128 | Features.Atomics; // as asc has them

/**
Compiles a file of AssemblyScript, optimised, with SIMD and without a runtime: its memory is its caller's to lay out.

@param more - Options of the compiler beside the usual ones.
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

/** V8 inlines no function of WebAssembly into another, and most of ours are a few instructions long. */
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
