import {type Fields, isFields} from './fields.ts';

/** Reads the value at a path. `undefined` where it leads to nothing. */
export type ReadPath = (fields: Fields) => unknown;

/** A key that a word of a path may begin, the places in the lists under it, and the word after it. */
type Step = {readonly key: string; readonly places: ReadonlyArray<number | 'any'>; readonly next: number};

/** The value at a path, see `readerOfPath`. */
export function valueAtPath(fields: Fields, path: string): unknown {
	return readerOfPath(path)(fields);
}

/**
A path of keys and places in lists: `a.b`, `a[0].b` or `a.0.b`, and `a[*].b` for the first member of `a` that leads to
something. A key may itself contain dots, and the whole path may be a key.
*/
export function readerOfPath(path: string): ReadPath {
	const steps = stepsOf(path);
	if (steps.length === 1 && !path.endsWith(']')) {
		return fields => ownValue(fields, path);
	}
	return fields => ownValue(fields, path) ?? follow(fields, steps, 0);
}

/** The keys of an object that a path into a list may begin with; none for a path through keys alone. */
export function listKeysOf(path: string): readonly string[] {
	const [first = [], ...others] = stepsOf(path);
	const mayEnterList = [first, ...others].flat().some(({places}) => places.length > 0) || others.flat().some(({key}) => isPlace(key));
	return mayEnterList ? [path, ...first.map(({key}) => key)] : [];
}

/** For each word of a path, what may begin there: a key of one word, of two, and so on, as written or followed by places. */
function stepsOf(path: string): ReadonlyArray<readonly Step[]> {
	const words = path.split('.');
	return words.map((_, from) =>
		words.slice(from).flatMap((_word, more): readonly Step[] => {
			const next = from + more + 1;
			const written = words.slice(from, next).join('.');
			const [, key = '', list] = /^(.*?)((?:\[(?:\d{1,9}|\*)\]){1,16})$/s.exec(written) ?? [];
			const asKey = {key: written, places: [], next};
			return list === undefined ? [asKey] : [asKey, {key, places: list.slice(1, -1).split('][').map(placeOf), next}];
		}),
	);
}

const placeOf = (text: string): number | 'any' => (text === '*' ? 'any' : Number(text));
const isPlace = (key: string): boolean => /^\d{1,9}$/.test(key);

function follow(value: unknown, steps: ReadonlyArray<readonly Step[]>, from: number): unknown {
	const here = steps[from];
	if (here === undefined) {
		return value;
	}
	if (Array.isArray(value)) {
		const [{key, next} = {key: '', next: 0}] = here;
		return isPlace(key) ? follow(value[Number(key)], steps, next) : undefined;
	}
	if (!isFields(value)) {
		return undefined;
	}
	for (const {key, places, next} of here) {
		const inner = ownValue(value, key);
		const found = inner === undefined ? undefined : followPlaces(inner, places, member => follow(member, steps, next));
		if (found !== undefined) {
			return found;
		}
	}
	return undefined;
}

function followPlaces(value: unknown, [place, ...others]: Step['places'], then: (member: unknown) => unknown): unknown {
	if (place === undefined) {
		return then(value);
	}
	if (!Array.isArray(value)) {
		return undefined;
	}
	for (const member of place === 'any' ? value : value.slice(place, place + 1)) {
		const found = followPlaces(member, others, then);
		if (found !== undefined) {
			return found;
		}
	}
	return undefined;
}

/**
Foreign objects: inherited properties are not fields. Most lines lack the field, and reading it first is cheaper than
`hasOwn`.
*/
function ownValue(fields: Fields, key: string): unknown {
	const value = fields[key];
	return value !== undefined && Object.hasOwn(fields, key) ? value : undefined;
}
