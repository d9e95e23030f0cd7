import {readFileSync} from 'node:fs';

export type DocExample = {
	/** Its first line in the document, from 1. */
	readonly line: number;
	readonly language: string;
	readonly code: string;
	/** The fence named `output` right after it, which says what it prints; `…` stands for anything within a line. */
	readonly output: string | undefined;
};

/** The fenced code blocks of a Markdown document, in order. */
export function docExamples(path: string | URL): readonly DocExample[] {
	const examples: DocExample[] = [];
	const text = readFileSync(path, 'utf8');
	for (const match of text.matchAll(/^```(\w+)\n(.*?)^```$(?:\s*^```output\n(.*?)^```$)?/gms)) {
		const [, language = '', code = '', output] = match;
		examples.push({line: text.slice(0, match.index).split('\n').length, language, code, output});
	}
	return examples;
}

/** Whether `actual` matches what a document says, where `…` stands for anything within a line. */
export function matchesOutput(actual: string, documented: string): boolean {
	const escaped = documented
		.trimEnd()
		.split('…')
		.map(part => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
	return new RegExp(`^${escaped.join('.*')}$`).test(actual.trimEnd());
}
