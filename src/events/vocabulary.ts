import {type Alias, aliasOfPlainName, canonicalOf, dottedNames, unitInName} from '../shared/field-names.ts';
import {plainName} from '../shared/plain-name.ts';
import {markerBits, ruleBit} from './dialects/index.ts';
import {listKeysOf, type ReadPath, readerOfPath} from './field-path.ts';
import type {Mapping, ReadOptions} from './read-options.ts';
import {ruledKeys} from './rules/ruled-keys.ts';

/**
What keys mean in all objects of a log: the aliases, the mappings of `--map` that override them, and the dialects'
markers.
*/
export type Vocabulary = {
	/** By plain name. */
	readonly mapped: ReadonlyMap<string, Alias>;
	/** The mappings that lead into a list. */
	readonly lists: ReadonlyArray<{readonly alias: Alias; readonly read: ReadPath}>;
	/** Plain names of the keys of the line's object that may lead to such a list. */
	readonly listKeys: ReadonlySet<string>;
	/** Plain names of the objects that dotted names lead into. */
	readonly containers: ReadonlySet<string>;
	/** Plain names of the dotted aliases, the only ones that count inside an object. */
	readonly nested: ReadonlySet<string>;
	/** Bits of the dialects that have a key as a marker, by the exact key. */
	readonly markers: ReadonlyMap<string, number>;
};

/** Mappings of an unknown canonical name are ignored. */
export function newVocabulary({map, rules = []}: Pick<ReadOptions, 'map' | 'rules'>): Vocabulary {
	const mapped = map.flatMap(mappedAlias);
	const names = mapped.filter(({field}) => listKeysOf(field).length === 0);
	return {
		mapped: new Map(names.map(({field, alias}) => [plainName(field), alias] as const).toReversed()),
		lists: mapped.flatMap(({field, alias}) => (listKeysOf(field).length === 0 ? [] : [{alias, read: readerOfPath(field)}])),
		listKeys: new Set(mapped.flatMap(({field}) => listKeysOf(field).map(plainName))),
		containers: new Set([...dottedNames, ...names.map(({field}) => field)].flatMap(containersOf)),
		nested: new Set(dottedNames.map(plainName)),
		markers: rules.length === 0 ? markerBits : withRules(ruledKeys(rules) ?? []),
	};
}

/** The keys that the user's own rules ask for nominate them. */
function withRules(keys: readonly string[]): ReadonlyMap<string, number> {
	return new Map([...markerBits, ...keys.map(key => [key, (markerBits.get(key) ?? 0) | ruleBit] as const)]);
}

export function aliasIn(vocabulary: Vocabulary, plain: string, {isNested}: {readonly isNested: boolean}): Alias | undefined {
	return isNested && !vocabulary.nested.has(plain) ? undefined : aliasOfPlainName.get(plain);
}

function mappedAlias({canonical, field, unitMs}: Mapping, priority: number): Array<{readonly field: string; readonly alias: Alias}> {
	const slot = canonicalOf(canonical);
	if (slot === undefined) {
		return [];
	}
	const unit = slot === 'elapsedMs' ? (unitMs ?? unitInName(field)) : undefined;
	return [{field, alias: {slot, priority: Math.min(priority, 63), unitMs: unit}}];
}

/** `a.b.c` leads into `a` and `a.b`. */
function containersOf(dottedName: string): string[] {
	const steps = dottedName.split('.');
	return steps.slice(1).map((_, index) => plainName(steps.slice(0, index + 1).join('.')));
}
