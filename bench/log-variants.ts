import {random} from './make-log.ts';

/** Rewrites a line of the log. */
export type LogVariant = (line: string) => string;

/** Variants of the same lines in which a scanner tuned for the usual line has no advantage. */
export const logVariants = {shuffled, wide, escaped} as const satisfies Readonly<Record<string, () => LogVariant>>;

/** Puts the keys of every line in another order. */
function shuffled(): LogVariant {
	const next = random(2);
	return line => {
		const entries = Object.entries(JSON.parse(line) as Record<string, unknown>);
		for (let last = entries.length - 1; last > 0; last--) {
			const other = Math.floor(next() * (last + 1));
			const [a, b] = [entries[last], entries[other]];
			if (a !== undefined && b !== undefined) {
				entries[last] = b;
				entries[other] = a;
			}
		}
		return JSON.stringify(Object.fromEntries(entries));
	};
}

/** Adds six fields before and six after the others; a line is then 600 bytes. */
function wide(): LogVariant {
	const fieldsOf = (prefix: string) =>
		Array.from({length: 6}, (_, field) => `"${prefix}${field}":"some value of no interest ${field}"`).join(',');
	const [front, behind] = [fieldsOf('k8s.label.'), fieldsOf('resource.attribute.')];
	return line => `{${front},${line.slice(1, -1)},${behind}}`;
}

/** Adds a text with escapes to every twentieth line. */
function escaped(): LogVariant {
	let lines = 0;
	return line => (lines++ % 20 === 0 ? `${line.slice(0, -1)},"note":"it said \\"no\\" in C:\\\\data\\n\\u00e9"}` : line);
}
