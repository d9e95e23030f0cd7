/**
Which file comes first when times are equal: files keep the order in which they were given, except that a rotated set
(`app.log`, `app.log.1`, `app.log.2.gz`, or with dates, `app.log-20240115`) goes oldest first.

@returns The rank of each path, a permutation of 0 to n - 1.
*/
export function fileRanks(paths: readonly string[]): readonly number[] {
	const sets = new Map<string, Array<{readonly at: number; readonly age: number}>>();
	for (const [at, path] of paths.entries()) {
		const {base, age} = rotationOf(path);
		const set = sets.get(base) ?? [];
		set.push({at, age});
		sets.set(base, set);
	}
	const ranks = paths.map(() => 0);
	for (const set of sets.values()) {
		const oldestFirst = set.toSorted((a, b) => b.age - a.age);
		for (const [index, {at}] of oldestFirst.entries()) {
			ranks[at] = set[index]?.at ?? at;
		}
	}
	return ranks;
}

/** A rotation number grows with the file's age; a date shrinks. */
function rotationOf(path: string): {readonly base: string; readonly age: number} {
	const {
		base = path,
		count,
		date,
	} = /^(?<base>.+?)(?:\.(?<count>\d{1,5})|[-.](?<date>\d{8}(?:-?\d{1,10})?))?(?:\.(?:gz|zst))?$/.exec(path)?.groups ?? {};
	return {base, age: count === undefined ? (date === undefined ? -1 : 1 / Number(date.replace('-', ''))) : Number(count)};
}
