import {copyOf} from '../../events/copy-of.ts';
import {otherName} from './name-table.ts';
import {shortName} from './short-text.ts';

/** Names by numbers from 0, first come first kept. What comes over the limit is one more: `other`. */
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

	/** Whether names share a number: which they are depends on those that came first. */
	get isFull(): boolean {
		return this.#isFull;
	}

	/** The number of a name, which gets one where it is new. */
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
