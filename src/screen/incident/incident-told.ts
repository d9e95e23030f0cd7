import type {LogRow} from '../../history/row.ts';
import type {Clue, Incident, Symptom} from '../../insight/incident.ts';
import {ruleOf} from '../../insight/incidents/symptoms/index.ts';

type Parsed = LogRow['parsed'];

/**
Adds the reasons that the log gives for errors and retries, taken from the evidence lines. The incident itself only
knows where those lines are.

@param lines - The evidence lines in order; `undefined` if a line isn't available (yet).
*/
export function incidentTold(incident: Incident, lines: ReadonlyArray<Parsed | undefined>): Incident {
	const told = incident.evidence.flatMap(({atMs}, index) =>
		reasonsIn(lines[index]).map(({component, reason}) => ({atMs, component, reason})),
	);
	const reasonOf = (subject: string | undefined, fromMs: number, toMs: number) =>
		told.find(({component, atMs}) => component === subject && atMs >= fromMs && atMs <= toMs)?.reason;
	const tellSymptom = (symptom: Symptom): Symptom =>
		ruleOf(symptom).isOfErrors === true && symptom.reason === undefined
			? {...symptom, reason: reasonOf(symptom.subject, symptom.startMs, symptom.endMs ?? Number.POSITIVE_INFINITY)}
			: symptom;
	const tellClue = (clue: Clue): Clue =>
		clue.text === undefined && (clue.kind === 'retries' || clue.kind === 'first_error')
			? {...clue, text: reasonOf(clue.subject, clue.atMs, clue.atMs)}
			: clue;
	return {
		...incident,
		trigger: tellSymptom(incident.trigger),
		symptoms: incident.symptoms.map(tellSymptom),
		leadUp: incident.leadUp.map(tellClue),
	};
}

function reasonsIn(
	line: Parsed | undefined,
): ReadonlyArray<{readonly component?: string | undefined; readonly reason?: string | undefined}> {
	return line?.type === 'event' ? line.events.filter(({reason}) => reason !== undefined) : [];
}
