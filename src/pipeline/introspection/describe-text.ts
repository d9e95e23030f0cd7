import type {StageDescription} from './inspect-pipeline.ts';

/** The descriptions as plain text, three lines each. */
export function describeText(descriptions: Iterable<StageDescription>): string {
	return Array.from(
		descriptions,
		({stage, description, signature}) => `Stage: ${stage}\n  Description: ${description}\n  Signature: ${signature}\n`,
	).join('');
}
