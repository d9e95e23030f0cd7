import {random} from './make-log.ts';

/** Rewrites a line of the log. */
export type LogVariant = (line: string) => string;

/** Variants of the same lines in which a scanner tuned for the usual line has no advantage. */
export const logVariants = {
	shuffled,
	wide,
	escaped,
	stamped,
	inDocker,
	inCri,
	mended,
	logfmt,
	asText,
	onItsStatus,
} as const satisfies Readonly<Record<string, () => LogVariant>>;

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

/** A time before each object, as `kubectl logs --timestamps` writes it. */
function stamped(): LogVariant {
	return line => `${timeOf(line)} ${line}`;
}

/** In the records of docker's json-file log. */
function inDocker(): LogVariant {
	return line => JSON.stringify({log: `${line}\n`, stream: 'stdout', time: timeOf(line)});
}

/** In the lines of a container runtime. */
function inCri(): LogVariant {
	return line => `${timeOf(line)} stdout F ${line}`;
}

/** With a value that is no JSON. */
function mended(): LogVariant {
	return line => `${line.slice(0, -1)},"ratio":NaN}`;
}

/** As pairs. */
function logfmt(): LogVariant {
	return line =>
		Object.entries(JSON.parse(line) as Record<string, unknown>)
			.map(([key, value]) => `${key}=${typeof value === 'string' && /^\S+$/.test(value) ? value : JSON.stringify(value)}`)
			.join(' ');
}

/** A time, a level, a logger and a text. */
function asText(): LogVariant {
	return line => {
		const {level, component, event, batch} = JSON.parse(line) as Record<string, unknown>;
		return `${timeOf(line)} ${level} ${component}: ${event} of batch ${batch}`;
	};
}

/** With a name of its own for what happened, so that a rule has to say it. */
function onItsStatus(): LogVariant {
	return line => line.replace('"event":"stage_completed"', '"status":"done"');
}

function timeOf(line: string): string {
	return /"timestamp":"([^"]*)"/.exec(line)?.[1] ?? '';
}
