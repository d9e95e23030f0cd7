import type {RuleKind} from '../../../events/rules/rule.ts';

export type Outcome = Extract<RuleKind, 'stage_started' | 'stage_completed' | 'stage_failed'>;

const words: Readonly<Record<Outcome, string>> = {
	stage_failed:
		'fail failed fails failure error errored aborted abort timeout timedout crashed killed exception raised rejected dead discarded discard cancelled canceled',
	stage_completed:
		'done complete completed completes finish finished finishes succeeded succeed success successful successfully ok passed pass end ended ends exited processed loaded exported imported committed written delivered materialized',
	stage_started:
		'start started starts starting begin begun began begins running launched launching received scheduled processing entered executing',
};

const outcomeOfWord: ReadonlyMap<string, Outcome> = new Map(
	(Object.keys(words) as Outcome[]).flatMap(outcome => words[outcome].split(' ').map(word => [word, outcome] as const)),
);

/**
What a word or a name such as `TaskStateExited` or `STEP_SUCCESS` says of a piece of work. Of several the worst counts:
`finished with error`.
*/
export function outcomeOf(text: string): Outcome | undefined {
	const outcomes = wordsOf(text).flatMap(word => outcomeOfWord.get(word) ?? []);
	return (Object.keys(words) as Outcome[]).find(outcome => outcomes.includes(outcome));
}

/** Whether one word says it. */
export function saysOutcome(word: string): boolean {
	return outcomeOfWord.has(word.toLowerCase());
}

function wordsOf(text: string): readonly string[] {
	return text
		.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ')
		.toLowerCase()
		.split(/[^a-z]+/);
}
