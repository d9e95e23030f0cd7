import type {Buffer} from 'node:buffer';
import process from 'node:process';
import {foldSources} from '../../engine/fold/fold-sources.ts';
import {KeptStreams} from '../../engine/fold/kept-streams.ts';
import {LineParser} from '../../events/parse-line.ts';
import type {Evidence, Incident} from '../../insight/incident.ts';
import {incidentsOf} from '../../insight/incidents.ts';
import type {SourceCounts} from '../../insight/snapshot.ts';
import type {LogOptions} from '../../options/command-options.ts';
import {formatCount} from '../../screen/format/format.ts';
import {formatDate, formatTime} from '../../screen/format/format-time.ts';
import {incidentMarkdown} from '../../screen/incident/incident-markdown.ts';
import {incidentText} from '../../screen/incident/incident-text.ts';
import {incidentTold} from '../../screen/incident/incident-told.ts';
import {isReadOnce, isStdinReadOnce, readFile, readStdin} from '../../sources/index.ts';
import {capabilitiesOf} from '../../terminal/capabilities.ts';
import {print} from '../print.ts';
import {Problems} from '../problems.ts';
import {safeJson} from '../safe-json.ts';
import {selectionOf} from '../selection.ts';
import {tell} from '../tell.ts';
import {sourceNames, tellMisread} from '../tell-misread.ts';
import {incidentJson} from './incident-json.ts';
import {placeKey, readEvidence} from './read-evidence.ts';

export type IncidentsOptions = LogOptions & {
	readonly format: 'text' | 'json' | 'markdown';
	/** `undefined` lets the locale decide. */
	readonly ascii: boolean | undefined;
};

/**
Prints what went wrong in a log: what, when, what led up to it, its impact, its end, and the lines that show it.

@returns 3 if a source could not be read to its end, else 0, with or without incidents.
*/
export async function run(options: IncidentsOptions): Promise<number> {
	const {files, stdin, read} = options;
	const noticesOfKept: string[] = [];
	const kept = new KeptStreams(notice => noticesOfKept.push(notice));
	const {series, counts, hasTime, notices, problems} = await foldSources(options, {
		read,
		selection: await selectionOf(options),
		threads: options.threads,
		kept,
	});
	const found = hasTime ? incidentsOf(series, options.incidents) : [];
	const texts = await readEvidence(
		found.flatMap(({evidence}) => evidence),
		file => kept.chunksOf(file) ?? readAgain(files[file], stdin && file === files.length),
	);
	kept.close();
	const parser = new LineParser(read);
	const parsedAt = (place: Evidence) => {
		const text = texts.get(placeKey(place));
		return text === undefined ? undefined : parser.parse(text);
	};
	const incidents = found.map(incident => incidentTold(incident, incident.evidence.map(parsedAt)));
	const log: Log = {
		fileNames: sourceNames(options),
		linesOf: ({evidence}) => evidence.map((place: Evidence) => texts.get(placeKey(place))),
		none: noneWords(counts, hasTime ? series.fromMs : undefined, series.toMs, read.timeZone),
	};
	await print(printed(incidents, log, options));
	[...notices, ...noticesOfKept].forEach(tell);
	tellMisread(counts, options);
	const unread = new Problems();
	problems.forEach(unread.take);
	return unread.exitCode(0);
}

function readAgain(path: string | undefined, isStdin: boolean): AsyncIterable<Buffer> | undefined {
	const reading = {onProblem: () => undefined}; // problems were reported the first time
	if (path === undefined) {
		return isStdin && !isStdinReadOnce() ? readStdin(reading) : undefined;
	}
	try {
		return isReadOnce(path) ? undefined : readFile(path, reading);
	} catch {
		return undefined; // it has been removed since
	}
}

type Log = {
	readonly fileNames: readonly string[];
	readonly linesOf: (incident: Incident) => ReadonlyArray<string | undefined>;
	readonly none: string;
};

function printed(incidents: readonly Incident[], {fileNames, linesOf, none}: Log, {format, read, ascii}: IncidentsOptions): string {
	const {timeZone} = read;
	switch (format) {
		case 'json':
			return `${safeJson(incidents.map(incident => incidentJson(incident, {timeZone, fileNames, lines: linesOf(incident)})))}\n`;
		case 'markdown':
			return incidents.length === 0
				? `${none}\n`
				: incidents.map(incident => incidentMarkdown(incident, {timeZone, fileNames, lines: linesOf(incident)})).join('\n');
		case 'text': {
			const isAscii = ascii ?? capabilitiesOf(process.env).ascii;
			return incidents.length === 0
				? `${none}\n`
				: incidents.map(incident => incidentText(incident, {timeZone, fileNames, lines: linesOf(incident), ascii: isAscii})).join('\n');
		}
	}
}

function noneWords({events, unreadTime}: SourceCounts, fromMs: number | undefined, toMs: number | undefined, timeZone: string): string {
	const at = (ms: number | undefined) => `${formatDate(ms, timeZone)} ${formatTime(ms, timeZone)}`;
	const span =
		fromMs === undefined
			? events > 0
				? ` without ${unreadTime === undefined ? 'timestamps' : 'times that could be read'}, so incidents cannot be found`
				: ''
			: ` from ${at(fromMs)} to ${at(toMs)}`;
	return `no incidents in ${formatCount(events)} ${events === 1 ? 'event' : 'events'}${span}`;
}
