import {type Alias, aliasOfPlainName, canonicalOf, dottedNames, unitInName} from '../shared/field-names.ts';
import {plainName} from '../shared/plain-name.ts';
import type {ReadOptions} from './read-options.ts';

/**
What keys mean in all objects of a log: the aliases, the mappings of `--map` that override them, and the dialects'
markers.
*/
export type Vocabulary = {
	/** By plain name. */
	readonly mapped: ReadonlyMap<string, Alias>;
	/** Plain names of the objects that dotted names lead into. */
	readonly containers: ReadonlySet<string>;
	/** Plain names of the dotted aliases, the only ones that count inside an object. */
	readonly nested: ReadonlySet<string>;
	/** Bits of the dialects that have a key as a marker, by the exact key. */
	readonly markers: ReadonlyMap<string, number>;
};

/** @param map - Mappings of an unknown canonical name are ignored. */
export function newVocabulary(map: ReadOptions['map'], markers: ReadonlyMap<string, number>): Vocabulary {
	const fields = map.map(({field}) => field);
	return {
		mapped: new Map(map.flatMap(mappedAlias).toReversed()),
		containers: new Set([...dottedNames, ...fields].flatMap(containersOf)),
		nested: new Set(dottedNames.map(plainName)),
		markers,
	};
}

export function aliasIn(vocabulary: Vocabulary, plain: string, {isNested}: {readonly isNested: boolean}): Alias | undefined {
	return isNested && !vocabulary.nested.has(plain) ? undefined : aliasOfPlainName.get(plain);
}

function mappedAlias({canonical, field}: ReadOptions['map'][number], priority: number): Array<readonly [string, Alias]> {
	const name = canonicalOf(canonical);
	if (name === undefined) {
		return [];
	}
	return [[plainName(field), {slot: name, priority: Math.min(priority, 63), unitMs: name === 'elapsedMs' ? unitInName(field) : undefined}]];
}

/** `a.b.c` leads into `a` and `a.b`. */
function containersOf(dottedName: string): string[] {
	const steps = dottedName.split('.');
	return steps.slice(1).map((_, index) => plainName(steps.slice(0, index + 1).join('.')));
}
