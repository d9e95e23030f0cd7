import {copyOf} from '../../events/copy-of.ts';
import {otherName} from './name-table.ts';
import {shortName} from './short-text.ts';

/** Numbers names from 0, first come, first served. All names over the limit share one more number, that of `other`. */
export class Names {
	readonly #limit: number;
	readonly #names: string[] = [];
	readonly #numbers = new Map<string, number>();
	#isFull = false;

	constructor(limit: number) {
		this.#limit = limit;
	}

	/** In the order of their numbers. */
	get all(): readonly string[] {
		return this.#names;
	}

	/** Whether names share a number. Which ones depends on those that came first. */
	get isFull(): boolean {
		return this.#isFull;
	}

	/** The number of a name. A new name gets the next number. */
	numberOf(longName: string): number {
		const name = shortName(longName);
		const known = this.#numbers.get(name);
		if (known !== undefined) {
			return known;
		}
		if (this.#names.length < this.#limit) {
			return this.#enter(copyOf(name));
		}
		this.#isFull = true;
		return this.#numbers.get(otherName) ?? this.#enter(otherName);
	}

	#enter(name: string): number {
		const number = this.#names.push(name) - 1;
		this.#numbers.set(name, number);
		return number;
	}
}
