import type {Clue, Incident, Symptom} from '../insight/incident.ts';
import {formatAge, formatCount, formatMs, formatPercent, formatRate} from './format.ts';
import {formatTime} from './format-time.ts';
import {redactText} from './redact.ts';
import {sanitize} from './sanitize.ts';

/** An incident in one line of words each. Safe to draw: what the log wrote is sanitised, its secrets masked. */
export type IncidentWords = {
	readonly what: string;
	readonly why: string;
	readonly impact: string;
	readonly end: string;
};

export type IncidentWordsOptions = {
	readonly timeZone: string;
	/** Without arrows and dots, for a terminal that has only ASCII. */
	readonly ascii?: boolean | undefined;
	readonly showsSecrets?: boolean | undefined;
};

type Writer = {
	/** A text that others wrote. */
	readonly foreign: (text: string) => string;
	readonly time: (ms: number) => string;
	readonly arrow: string;
	readonly dot: string;
};

const mostUnits = 300;
const mostClues = 6;
const heldShare = 0.95; // less than that is more than the usual ups and downs
const mostClueUnits = 80; // of the log's own words: there are several clues to a line

/** What happened, what came before it, what it cost, how it ended. What came before is never called the cause: that is not proven. */
export function incidentWords(incident: Incident, {timeZone, ascii = false, showsSecrets = false}: IncidentWordsOptions): IncidentWords {
	const writer: Writer = {
		foreign: text => {
			const shown = text.length > mostUnits ? `${text.slice(0, mostUnits)}...` : text;
			return sanitize(showsSecrets ? shown : redactText(shown), ascii);
		},
		time: ms => formatTime(ms, timeZone),
		arrow: ascii ? '->' : '→',
		dot: ascii ? ' / ' : ' · ',
	};
	return {
		what: symptomWords(incident.trigger, writer),
		why: whyWords(incident.leadUp, writer),
		impact: impactWords(incident, writer),
		end: endWords(incident, writer),
	};
}

/** What one signal did, in words of its kind. */
function symptomWords(symptom: Symptom, {foreign, arrow}: Writer): string {
	const {kind, before, worst} = symptom;
	const subject = symptom.subject === undefined ? 'the pipeline' : foreign(symptom.subject);
	const reason = symptom.reason === undefined ? '' : `: ${foreign(symptom.reason)}`;
	switch (kind) {
		case 'circuit_open': {
			const failures = symptom.failures === undefined ? '' : ` after ${counted(symptom.failures, 'failure')}`;
			return `circuit ${subject} opened${failures}${reason}`;
		}
		case 'error_burst':
			return `errors of ${subject} rose from ${perSecond(before)} to ${perSecond(worst)}${reason}`;
		case 'throughput_collapse':
			return `throughput of ${subject} fell ${formatRate(before)} ${arrow} ${formatRate(worst)} rps${change(before, worst)}`;
		case 'latency_jump':
			return `${subject} became slow: p95 ${formatMs(before)} ${arrow} ${formatMs(worst)} ms`;
		case 'cache_collapse':
			return `hit rate of cache ${subject} fell ${formatPercent(before, 1)} ${arrow} ${formatPercent(worst, 1)}`;
		case 'silence':
			return symptom.endMs === undefined
				? `nothing came from ${subject} any more`
				: `nothing came from ${subject} for ${formatAge(symptom.endMs - symptom.startMs)}`;
	}
}

function whyWords(clues: readonly Clue[], writer: Writer): string {
	if (clues.length === 0) {
		return 'nothing in the log changed before it';
	}
	const shown = clues.slice(0, mostClues).map(clue => `${writer.time(clue.atMs)} ${clueWords(clue, writer)}`);
	const more = clues.length > mostClues ? [`${clues.length - mostClues} more`] : [];
	return `before it: ${[...shown, ...more].join(writer.dot)}`;
}

function clueWords({kind, subject, before, after, text}: Clue, {foreign, arrow}: Writer): string {
	const name = subject === undefined ? 'the pipeline' : foreign(subject);
	const said = text === undefined ? '' : `: ${foreign(text.length > mostClueUnits ? `${text.slice(0, mostClueUnits)}...` : text)}`;
	switch (kind) {
		case 'retries':
			return `retries of ${name} rose from ${perSecond(before)} to ${perSecond(after)}${said}`;
		case 'first_error':
			return `first error of ${name}${said}`;
		case 'errors':
			return `errors of ${name} rose from ${perSecond(before)} to ${perSecond(after)}`;
		case 'latency':
			return `${name} p95 ${formatMs(before)} ${arrow} ${formatMs(after)} ms`;
		case 'throughput':
			return `throughput of ${name} ${formatRate(before)} ${arrow} ${formatRate(after)} rps`;
		case 'cache':
			return `hit rate of ${name} ${formatPercent(before, 1)} ${arrow} ${formatPercent(after, 1)}`;
		case 'bottleneck':
			return `bottleneck moved ${text === undefined ? '' : `${foreign(text)} `}${arrow} ${name}`;
		case 'circuit_open':
			return `circuit ${name} opened${said}`;
		case 'circuit_half_open':
			return 'half-open';
		case 'circuit_closed':
			return 'closed';
		case 'recovered':
			return `${name} recovered${said}`;
	}
}

function impactWords({impact, trigger, symptoms, leadUp}: Incident, writer: Writer): string {
	const {throughput, bottleneck, recordsNotProcessed, errors, alerts} = impact;
	const {foreign, arrow, dot} = writer;
	const parts: string[] = [];
	if (throughput !== undefined) {
		const {beforeRps, duringRps} = throughput;
		parts.push(
			duringRps >= beforeRps * heldShare
				? `pipeline throughput held at ${formatRate(duringRps)} rps`
				: `pipeline throughput ${formatRate(beforeRps)} ${arrow} ${formatRate(duringRps)} rps${change(beforeRps, duringRps)}`,
		);
	}
	const hasHeld = throughput !== undefined && throughput.duringRps >= throughput.beforeRps * heldShare;
	if (recordsNotProcessed !== undefined && recordsNotProcessed >= 1 && !hasHeld) {
		parts.push(`${counted(recordsNotProcessed, 'record')} not processed`);
	}
	if (bottleneck.before !== undefined && bottleneck.during !== undefined && bottleneck.before !== bottleneck.during) {
		parts.push(`bottleneck moved ${foreign(bottleneck.before)} ${arrow} ${foreign(bottleneck.during)}`);
	}
	const told = new Set([trigger.subject, ...leadUp.map(({subject}) => subject)]);
	const others = symptoms.filter(({subject}) => subject !== undefined && !told.has(subject));
	return [
		...parts,
		counted(errors, 'error'),
		counted(alerts, 'alert'),
		...others.map(symptom => `then ${symptomWords(symptom, writer)}`),
	].join(dot);
}

function endWords({endMs, ending}: Incident, writer: Writer): string {
	if (endMs === undefined) {
		return 'still going on';
	}
	const steps = ending.map(clue => `${writer.time(clue.atMs)} ${clueWords(clue, writer)}`);
	return steps.length === 0 ? `${writer.time(endMs)} recovered` : steps.join(', ');
}

/** `(-62%)`, where there is a change to tell. */
function change(before: number | undefined, after: number | undefined): string {
	if (before === undefined || after === undefined || before === 0) {
		return '';
	}
	const percent = Math.round((after / before - 1) * 100);
	return percent === 0 ? '' : ` (${percent > 0 ? '+' : ''}${percent}%)`;
}

function perSecond(rate: number | undefined): string {
	return `${formatRate(rate !== undefined && rate < 0.005 ? 0 : rate)}/s`;
}

function counted(count: number, noun: string): string {
	return `${formatCount(count)} ${noun}${Math.round(count) === 1 ? '' : 's'}`;
}
