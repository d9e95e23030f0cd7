import {type Alias, type Slot, slots} from '../shared/field-names.ts';
import {plainName} from '../shared/plain-name.ts';
import {aliasIn, type Vocabulary} from './vocabulary.ts';

/** What a value fills. */
export type Filling = {
	readonly slot: Slot | undefined;
	/** Index of the slot. */
	readonly index: number;
	/** When two keys fill the same slot, the higher weight wins. */
	readonly weight: number;
	/** Set for a duration whose name includes its unit. */
	readonly unitMs: number | undefined;
};

/** What a key of a line's object means. */
export type Meaning = Filling & {
	/** Whether it means anything at all. */
	readonly isKnown: boolean;
	/** The keys of the object under this key, if a dotted name leads into it. */
	readonly inner: KeyMeanings | undefined;
	/** Bits of the dialects that have this key as a marker. */
	readonly nominates: number;
	/**
	The key that followed last time, and its meaning. Lines of a kind have their keys in the same order, so this saves
	nearly every lookup.
	*/
	nextKey: string | undefined;
	next: Meaning | undefined;
};

/** The lowest weight of a mapped key. Aliases are below. */
export const mappedWeight = 64;

const knownLimit = 4096;
const longestKey = 256;

/** The meanings of the keys of one object, or of the objects under one key. Each spelling is looked up once. */
export class KeyMeanings {
	/** The meaning before the first key. */
	readonly start: Meaning = unknownKey();
	readonly #vocabulary: Vocabulary;
	readonly #prefix: string;
	readonly #known = new Map<string, Meaning>();

	/** @param prefix - The plain name of the path to the object, `''` for the line itself. */
	constructor(vocabulary: Vocabulary, prefix = '') {
		this.#vocabulary = vocabulary;
		this.#prefix = prefix;
	}

	of(key: string): Meaning {
		return this.#known.get(key) ?? this.#learn(key);
	}

	/** The meaning of a key that follows another. */
	follow(previous: Meaning, key: string): Meaning {
		const meaning = this.of(key);
		if (key.length <= longestKey) {
			previous.nextKey = key;
			previous.next = meaning;
		}
		return meaning;
	}

	/** Limited in number and length, so a log of ever new keys can't fill the memory. */
	#learn(key: string): Meaning {
		if (key.length > longestKey) {
			return unknownKey();
		}
		if (this.#known.size >= knownLimit) {
			this.#known.clear();
		}
		const meaning = this.#meaningOf(key);
		this.#known.set(key, meaning);
		return meaning;
	}

	#meaningOf(key: string): Meaning {
		const name = this.#prefix + plainName(key);
		const mapped = this.#vocabulary.mapped.get(name);
		const alias = mapped ?? aliasIn(this.#vocabulary, name, {isNested: this.#prefix !== ''});
		const inner = this.#vocabulary.containers.has(name) ? new KeyMeanings(this.#vocabulary, name) : undefined;
		const nominates = this.#prefix === '' ? (this.#vocabulary.markers.get(key) ?? 0) : 0;
		return {
			isKnown: alias !== undefined || inner !== undefined || nominates > 0,
			...(mapped === undefined ? filling(alias, 0) : mappedFilling(mapped)),
			inner,
			nominates,
			nextKey: undefined,
			next: undefined,
		};
	}
}

/** What a mapping of `--map` fills: it comes before any alias. */
export function mappedFilling(alias: Alias): Filling {
	return filling(alias, mappedWeight);
}

function filling(alias: Alias | undefined, base: number): Filling {
	return alias === undefined
		? {slot: undefined, index: 0, weight: 0, unitMs: undefined}
		: {slot: alias.slot, index: slots.indexOf(alias.slot), weight: base + mappedWeight - 1 - alias.priority, unitMs: alias.unitMs};
}

function unknownKey(): Meaning {
	return {
		isKnown: false,
		slot: undefined,
		index: 0,
		weight: 0,
		unitMs: undefined,
		inner: undefined,
		nominates: 0,
		nextKey: undefined,
		next: undefined,
	};
}
