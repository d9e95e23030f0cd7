import type {ParsedLine} from '../../events/event.ts';
import {askedNames, noLineHas} from '../../query/needed/asked-names.ts';
import {type ReadField, readersOf} from '../../query/read-field.ts';

const mostEvents = 256; // their keys suggest what else could have been meant
const mostKeys = 4096;
const longestKey = 128;

/** Checks whether lines have the fields of a filter. */
export class FieldWatch {
	readonly #missing: Map<string, readonly ReadField[]>;
	readonly #keys = new Set<string>();
	#events = 0;

	/** @param filter - Must be valid. */
	constructor(filter: string | undefined) {
		this.#missing = new Map(askedNames(filter ?? '').map(name => [name, readersOf(name)]));
	}

	/** The fields that no line had. */
	get missing(): readonly string[] {
		return [...this.#missing.keys()];
	}

	/** What to report about them. `undefined` when no field is missing. */
	get problem(): string | undefined {
		const [name] = this.#missing.keys();
		return name === undefined ? undefined : noLineHas(name, this.#keys);
	}

	take(parsed: ParsedLine): void {
		if (this.#missing.size === 0 || parsed.type !== 'event') {
			return;
		}
		for (const event of parsed.events) {
			for (const [name, readers] of this.#missing) {
				if (readers.some(read => read(event) !== undefined)) {
					this.#missing.delete(name);
				}
			}
			if (this.#events++ < mostEvents) {
				for (const key of Object.keys(event.fields)) {
					if (key.length <= longestKey && this.#keys.size < mostKeys) {
						this.#keys.add(key);
					}
				}
			}
		}
	}

	/** The field exists after all. */
	found(name: string): void {
		this.#missing.delete(name);
	}
}
