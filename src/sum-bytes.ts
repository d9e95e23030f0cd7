import {Buffer} from 'node:buffer';
import {loadWasm, type WasmMemory} from './wasm/load-wasm.ts';

const pageBytes = 65_536;

/**
An 8-byte checksum that detects damage, not tampering. In WebAssembly, because Node's own hashes take longer to load
than a start can afford.
*/
export function sumOf(bytes: Buffer): Buffer {
	const {memory, sum} = loadWasm('sum-bytes.wasm') as {readonly memory: WasmMemory; sum(byteLength: number): bigint};
	memory.grow(Math.ceil(bytes.length / pageBytes));
	new Uint8Array(memory.buffer).set(bytes);
	const result = Buffer.allocUnsafe(8);
	result.writeBigUInt64LE(BigInt.asUintN(64, sum(bytes.length)));
	return result;
}
