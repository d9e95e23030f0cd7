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
		.filter(({markers, rules = []}) => markers.length + rules.length > 0)
		.map(({name, markers, bareDurationMs = 1, rules = []}) => {
			const keys = markers.length === 0 ? 'lines of text' : markers.map(key => `\`${key}\``).join(' ');
			const kinds = [...new Set(rules.flatMap(({is}) => is ?? []))].map(kind => `\`${kind}\``).join(' ');
			return `| \`${name}\` | ${keys} | ${nameOfUnit.get(bareDurationMs) ?? `${bareDurationMs} ms`} | ${kinds} |`;
		});
	return ['| dialect | one of these keys | a duration without a unit | what its rules find |', '|---|---|---|---|', ...rows].join('\n');
}
