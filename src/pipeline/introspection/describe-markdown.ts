import type {StageDescription} from './inspect-pipeline.ts';
import {formatParameter, type Parameter} from './parameter.ts';

/** The descriptions as a Markdown document. It is generated from the live pipeline, so it always matches the code. */
export function describeMarkdown(descriptions: Iterable<StageDescription>): string {
	return `# Pipeline stages\n${Array.from(descriptions, section).join('')}`;
}

function section({stage, component, description, signature, params}: StageDescription): string {
	const parts = [
		`\n## ${escapeMarkdown(stage)}\n`,
		`\n${escapeMarkdown(description)}\n`,
		component === undefined ? '' : `\nLogged as ${code(component)}.\n`,
		`\n${fenced(signature)}\n`,
		params.length === 0 ? '' : `\n| parameter | default |\n|---|---|\n${params.map(row).join('')}`,
	];
	return parts.join('');
}

function row(parameter: Parameter): string {
	const shown = parameter.kind === 'rest' ? parameter : {...parameter, default: undefined};
	const defaultText =
		parameter.kind === 'rest' ? 'any number' : parameter.default === undefined ? 'required' : cell(parameter.default.text);
	return `| ${cell(formatParameter(shown))} | ${defaultText} |\n`;
}

const cell = (text: string) => code(text.replaceAll('|', '\\|'));

function fenced(text: string): string {
	const fence = '`'.repeat(Math.max(3, longestTicks(text) + 1));
	return `${fence}ts\n${text}\n${fence}`;
}

/** Uses as many backticks as necessary. */
function code(text: string): string {
	const longest = longestTicks(text);
	const fence = '`'.repeat(longest + 1);
	return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

const longestTicks = (text: string): number => Math.max(0, ...Array.from(text.matchAll(/`+/g), ([ticks]) => ticks.length));

function escapeMarkdown(text: string): string {
	return text.replaceAll(/[\\`*_[\]<>#|]/g, '\\$&');
}
