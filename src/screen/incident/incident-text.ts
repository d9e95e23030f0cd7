import type {Incident} from '../../insight/incident.ts';
import {redactText} from '../text/redact.ts';
import {sanitize} from '../text/sanitize.ts';
import {evidencePlace, type IncidentMarkdownOptions, incidentSpan} from './incident-markdown.ts';
import {incidentWords} from './incident-words.ts';

const mostUnits = 500;

/** One incident as plain text for a terminal. Ends with a newline. */
export function incidentText(
	incident: Incident,
	{timeZone, fileNames, lines = [], ascii}: IncidentMarkdownOptions & {readonly ascii: boolean},
): string {
	const {what, why, impact, end} = incidentWords(incident, {timeZone, ascii});
	const arrow = ascii ? '->' : '→';
	const places = incident.evidence.map(place => sanitize(evidencePlace(place, fileNames), ascii));
	const evidence = places.map((place, index) => {
		const text = lines[index];
		return text === undefined ? `    ${place}` : `    ${place}: ${sanitize(redactText(text.slice(0, mostUnits)), ascii)}`;
	});
	return [
		`Incident ${incident.number}: ${incidentSpan(incident, timeZone, arrow)}`,
		`  WHAT    ${what}`,
		`  WHY     ${why}`,
		`  IMPACT  ${impact}`,
		`  END     ${end}`,
		...(evidence.length === 0 ? [] : ['  evidence:', ...evidence]),
		'',
	].join('\n');
}
