import {dialects} from '../src/events/dialects/index.ts';

const nameOfUnit: ReadonlyMap<number, string> = new Map([
	[1, 'ms'],
	[1000, 's'],
	[1e-3, 'µs'],
	[1e-6, 'ns'],
]);

/** The dialects in the order in which they are tried. */
export function dialectsAsMarkdown(): string {
	const rows = dialects
		.filter(({markers}) => markers.length > 0)
		.map(({name, markers, bareDurationMs = 1}) => {
			const keys = markers.map(key => `\`${key}\``).join(' ');
			return `| \`${name}\` | ${keys} | ${nameOfUnit.get(bareDurationMs) ?? `${bareDurationMs} ms`} |`;
		});
	return ['| dialect | one of these keys | a duration without a unit |', '|---|---|---|', ...rows].join('\n');
}
