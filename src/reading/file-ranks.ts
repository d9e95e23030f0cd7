/**
Which file comes first where times are equal: they come as they were named, but the files of a rotated set (`app.log`, `app.log.1`, `app.log.2.gz`, or with dates,
`app.log-20240115`) the oldest first, wherever they are named.

@returns For each path its rank: all numbers from 0 to the last.
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

/** The number that a rotation gave a file grows with its age, a date in its place goes the other way. */
function rotationOf(path: string): {readonly base: string; readonly age: number} {
	const {
		base = path,
		count,
		date,
	} = /^(?<base>.+?)(?:\.(?<count>\d{1,5})|[-.](?<date>\d{8}(?:-?\d{1,10})?))?(?:\.(?:gz|zst))?$/.exec(path)?.groups ?? {};
	return {base, age: count === undefined ? (date === undefined ? -1 : 1 / Number(date.replace('-', ''))) : Number(count)};
}
