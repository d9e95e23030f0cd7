// AssemblyScript: scripts/build.ts compiles it to sum-bytes.wasm.

/**
A checksum that any changed byte or order changes, because each step is reversible. The bytes start at 0 and are padded
to a multiple of 8.
*/
export function sum(byteLength: usize): u64 {
	let state: u64 = <u64>byteLength;
	for (let at: usize = 0; at < byteLength; at += 8) {
		state = (state ^ load<u64>(at)) * 0x9e3779b97f4a7; // odd, so that no information is lost
		state ^= state >> 32;
	}
	return state;
}
