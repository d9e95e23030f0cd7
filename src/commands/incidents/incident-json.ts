import type {Clue, Incident, Symptom} from '../../insight/incident.ts';
import type {IncidentMarkdownOptions} from '../../screen/incident/incident-markdown.ts';
import {incidentWords} from '../../screen/incident/incident-words.ts';
import {redactText} from '../../screen/text/redact.ts';

/**
One incident for programs: the text, and the numbers behind it. `null` means "not known"; an `end` of `null` means
"still going on". Times are ISO 8601 in UTC.
*/
export function incidentJson(incident: Incident, {timeZone, fileNames, lines = []}: IncidentMarkdownOptions) {
	const {impact} = incident;
	return {
		number: incident.number,
		start: isoTime(incident.startMs),
		end: isoTime(incident.endMs),
		words: incidentWords(incident, {timeZone}),
		trigger: symptomJson(incident.trigger),
		symptoms: incident.symptoms.map(symptomJson),
		leadUp: incident.leadUp.map(clueJson),
		impact: {
			throughputRps: impact.throughput === undefined ? null : {before: impact.throughput.beforeRps, during: impact.throughput.duringRps},
			bottleneck: {before: impact.bottleneck.before ?? null, during: impact.bottleneck.during ?? null},
			recordsNotProcessed: impact.recordsNotProcessed ?? null,
			errors: impact.errors,
			alerts: impact.alerts,
			bypasses: (impact.bypasses ?? []).map(bypass => ({
				...bypass,
				records: bypass.records ?? null,
				lostRecords: bypass.lostRecords ?? null,
			})),
		},
		ending: incident.ending.map(clueJson),
		evidence: incident.evidence.map(({file, line, atMs}, index) => {
			const text = lines[index];
			return {file: fileNames[file] ?? null, line, time: isoTime(atMs), text: text === undefined ? null : redactText(text)};
		}),
	};
}

function symptomJson({kind, subject, startMs, endMs, foundMs, before, worst, reason, failures, failedProbes}: Symptom) {
	return {
		kind,
		subject: subject ?? null,
		start: isoTime(startMs),
		end: isoTime(endMs),
		found: isoTime(foundMs),
		before: before ?? null,
		worst: worst ?? null,
		reason: reason === undefined ? null : redactText(reason),
		failures: failures ?? null,
		...(failedProbes ? {failedProbes} : {}),
	};
}

function clueJson({kind, subject, atMs, before, after, text}: Clue) {
	return {
		kind,
		subject: subject ?? null,
		time: isoTime(atMs),
		before: before ?? null,
		after: after ?? null,
		text: text === undefined ? null : redactText(text),
	};
}

function isoTime(ms: number | undefined): string | null {
	return ms === undefined ? null : new Date(ms).toISOString();
}
