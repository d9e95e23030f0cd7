import type {Evidence, Incident} from '../../insight/incident.ts';
import {formatAge} from '../format/format.ts';
import {formatDate, formatTime} from '../format/format-time.ts';
import {redactText} from '../text/redact.ts';
import {sanitize} from '../text/sanitize.ts';
import {incidentWords} from './incident-words.ts';

export type IncidentMarkdownOptions = {
	readonly timeZone: string;
	/** Indexed like `Evidence.file`. */
	readonly fileNames: readonly string[];
	/**
	Texts of the evidence lines, in the order of `incident.evidence`; `undefined` if a line could not be read again.
	*/
	readonly lines?: ReadonlyArray<string | undefined> | undefined;
};

const mostUnits = 500;

/** One incident as Markdown, to paste into a ticket or a chat. Ends with a newline. */
export function incidentMarkdown(incident: Incident, {timeZone, fileNames, lines = []}: IncidentMarkdownOptions): string {
	const {what, why, impact, end} = incidentWords(incident, {timeZone});
	const rows = [
		`## Incident ${incident.number}: ${escaped(what)}`,
		'',
		`${incidentSpan(incident, timeZone)} (${timeZone})`,
		'',
		`- **What**: ${escaped(what)}`,
		`- **Why**: ${escaped(why)}`,
		`- **Impact**: ${escaped(impact)}`,
		`- **End**: ${escaped(end)}`,
	];
	if (incident.evidence.length > 0) {
		const evidence = incident.evidence.flatMap((place, index) => evidenceRows(place, fileNames, lines[index]));
		rows.push('', 'Evidence:', '', ...evidence);
	}
	return `${rows.join('\n')}\n`;
}

/** `2024-01-15 22:00:12 → 22:00:23 (11s)`, or `... → still ongoing`. */
export function incidentSpan({startMs, endMs}: Pick<Incident, 'startMs' | 'endMs'>, timeZone: string, arrow = '→'): string {
	const start = `${formatDate(startMs, timeZone)} ${formatTime(startMs, timeZone)}`;
	if (endMs === undefined) {
		return `${start} ${arrow} still ongoing`;
	}
	const endDate = formatDate(endMs, timeZone);
	const isOtherDay = endDate !== formatDate(startMs, timeZone);
	return `${start} ${arrow} ${isOtherDay ? `${endDate} ` : ''}${formatTime(endMs, timeZone)} (${formatAge(endMs - startMs)})`;
}

/** `last-night.jsonl:190`, the form that editors and compilers use. */
export function evidencePlace({file, line}: Evidence, fileNames: readonly string[]): string {
	return `${fileNames[file] ?? 'log'}:${line}`;
}

function evidenceRows(place: Evidence, fileNames: readonly string[], text: string | undefined): string[] {
	const row = `- ${codeSpan(sanitize(evidencePlace(place, fileNames)))}`;
	return text === undefined ? [row] : [row, `  ${codeSpan(lineText(text))}`];
}

function lineText(text: string): string {
	return sanitize(redactText(text.length > mostUnits ? `${text.slice(0, mostUnits)}…` : text));
}

/** Fences text with more backticks than it contains, as CommonMark requires. */
function codeSpan(text: string): string {
	const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const fence = '`'.repeat(longest + 1);
	const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
	return `${fence}${space}${text}${space}${fence}`;
}

/** Escapes Markdown and HTML syntax. */
function escaped(text: string): string {
	return text.replaceAll(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
