import {writeFileSync} from 'node:fs';
import {main} from 'assemblyscript/asc';

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
	if (error !== null || wasm === undefined) {
		throw new Error(`${source} does not compile:\n${stderr.toString()}`);
	}
	writeFileSync(target, wasm);
}
