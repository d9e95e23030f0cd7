import {plainName} from '../../shared/plain-name.ts';
import {shortText} from './short-text.ts';

/**
Reads foreign fields. Each has several names, compared without case and without `_`, `-` and `.`, and the first one
present counts.
*/
export class Fields {
	readonly #values = new Map<string, unknown>();

	constructor(fields: Readonly<Record<string, unknown>>) {
		for (const [name, value] of Object.entries(fields)) {
			const key = knownPlainName(name);
			if (!this.#values.has(key)) {
				this.#values.set(key, value);
			}
		}
	}

	/** A finite number. */
	number(...names: readonly string[]): number | undefined {
		return this.#first(names, value => (typeof value === 'number' && Number.isFinite(value) ? value : undefined));
	}

	/** A non-empty text, cut if it is very long. */
	text(...names: readonly string[]): string | undefined {
		return this.#first(names, value => (typeof value === 'string' && value !== '' ? shortText(value) : undefined));
	}

	list(...names: readonly string[]): readonly unknown[] | undefined {
		return this.#first(names, value => (Array.isArray(value) ? value : undefined));
	}

	object(...names: readonly string[]): Readonly<Record<string, unknown>> | undefined {
		return this.#first(names, value => (isRecord(value) ? value : undefined));
	}

	#first<Value>(names: readonly string[], read: (value: unknown) => Value | undefined): Value | undefined {
		for (const name of names) {
			const value = read(this.#values.get(knownPlainName(name)));
			if (value !== undefined) {
				return value;
			}
		}

		return undefined;
	}
}

const mostPlainNames = 1000;
const longestPlainName = 64;
const plainNames = new Map<string, string>();

/** `plainName`, cached for the few names that repeat. */
function knownPlainName(name: string): string {
	const known = plainNames.get(name);
	if (known !== undefined) {
		return known;
	}
	const plain = plainName(name);
	if (plainNames.size < mostPlainNames && name.length <= longestPlainName) {
		plainNames.set(name, plain);
	}
	return plain;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
