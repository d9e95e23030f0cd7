/** Entries of a fixed number of cells. Each begins with its bucket, the sort key. */
export type Entries = {readonly cells: Float64Array; readonly stride: number};

/** How many of the first `size` entries, which are sorted, are at or before a bucket. */
export function countThrough({cells, stride}: Entries, size: number, bucket: number): number {
	if (size === 0 || (cells[(size - 1) * stride] ?? 0) <= bucket) {
		return size;
	}
	let low = 0;
	let high = size;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((cells[middle * stride] ?? 0) <= bucket) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/**
Moves the entries after the first `sorted` ones to their places among those.

@returns How many entries were moved, counting repetitions.
*/
export function sortTail(entries: Entries, sorted: number, size: number): number {
	const {cells, stride} = entries;
	const tail = cells.slice(sorted * stride, size * stride);
	const rows = Uint32Array.from({length: size - sorted}, (_, row) => row).sort((a, b) => (tail[a * stride] ?? 0) - (tail[b * stride] ?? 0));
	let end = sorted;
	let moves = 0;
	for (let left = rows.length; left > 0; left--) {
		const start = (rows[left - 1] ?? 0) * stride;
		const index = countThrough(entries, end, tail[start] ?? 0);
		cells.copyWithin((index + left) * stride, index * stride, end * stride);
		cells.set(tail.subarray(start, start + stride), (index + left - 1) * stride);
		moves += end - index + 1;
		end = index;
	}
	return moves;
}
