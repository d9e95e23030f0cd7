import {type Canonical, canonicalOf, canonicalOfSlot, dottedNames} from '../shared/field-names.ts';
import {plainName} from '../shared/plain-name.ts';
import {dialectNamed, durationMarkers, readingDialects, readingMarkers} from './dialects/index.ts';
import {listKeysOf} from './field-path.ts';
import type {ReadOptions} from './read-options.ts';
import {ownWordsOf} from './rules/rule.ts';
import {ruledKeys} from './rules/ruled-keys.ts';
import {aliasIn, newVocabulary, type Vocabulary} from './vocabulary.ts';

/** What the keys of a line's object may mean, for code that looks at single fields without parsing the line. */
export class FieldKeys {
	/**
	Whether a field means the same in every object. False when a forced dialect overrides the common aliases, or the user's
	own rules may read any object, or call things by words that it lacks.
	*/
	readonly isPossible: boolean;
	readonly #vocabulary: Vocabulary;
	/** Keys that the user's own rules ask for. */
	readonly #ruled: ReadonlySet<string>;
	/** Names that step into an object, and the field they lead to. */
	readonly #dotted: ReadonlyArray<{readonly name: string; readonly canonical: Canonical | undefined}>;

	/** Keys that lead into the lists of `--map`, and the field behind. */
	readonly #lists: ReadonlyArray<{readonly keys: ReadonlySet<string>; readonly canonical: Canonical | undefined}>;

	constructor(read: ReadOptions) {
		const {map, dialect, rules = [], paths} = read;
		const forced = dialect === undefined ? undefined : dialectNamed(dialect);
		const keys = ruledKeys(rules);
		this.isPossible =
			(forced === undefined || (!readingDialects.has(forced.name) && forced.bareDurationMs === undefined)) &&
			keys !== undefined &&
			rules.every(rule => ownWordsOf(rule).length === 0) &&
			paths === undefined;
		this.#ruled = new Set(keys);
		this.#vocabulary = newVocabulary(read);
		this.#lists = map.map(({canonical, field}) => ({keys: new Set(listKeysOf(field).map(plainName)), canonical: canonicalOf(canonical)}));
		this.#dotted = [
			...dottedNames.map(name => ({name: plainName(name), canonical: canonicalOf(name)})),
			...map.map(({canonical, field}) => ({name: plainName(field), canonical: canonicalOf(canonical)})),
		];
	}

	/** Whether an object with this key may belong to a dialect that overrides the common aliases, or be read by a rule. */
	isMarker(key: string): boolean {
		return readingMarkers.has(key) || this.#ruled.has(key);
	}

	isDurationMarker(key: string): boolean {
		return durationMarkers.has(key);
	}

	/** Whether the value of a key may fill a field, directly or as an object that contains it. */
	mayFill(key: string, canonical: Canonical): boolean {
		const plain = plainName(key);
		const slot = (this.#vocabulary.mapped.get(plain) ?? aliasIn(this.#vocabulary, plain, {isNested: false}))?.slot;
		return (
			this.#lists.some(list => list.canonical === canonical && list.keys.has(plain)) ||
			(slot !== undefined && (canonicalOfSlot(slot) === canonical || (slot === 'stateTransition' && canonical === 'oldState'))) ||
			(this.#vocabulary.containers.has(plain) &&
				this.#dotted.some(({name, canonical: behind}) => behind === canonical && name.startsWith(plain)))
		);
	}
}
