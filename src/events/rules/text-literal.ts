/**
A text that is in every match of a pattern: the longest run of plain characters that is in no group, no choice and not
repeated. `''` when there is none.
*/
export function literalIn(pattern: string): string {
	let longest = '';
	let run = '';
	const end = () => {
		longest = run.length > longest.length ? run : longest;
		run = '';
	};
	for (let at = 0; at < pattern.length; at++) {
		const character = pattern.charAt(at);
		switch (character) {
			case '|':
				return '';
			case '(':
				end();
				at = endOfGroup(pattern, at);
				break;
			case '[':
				end();
				at = endOfClass(pattern, at);
				break;
			case '?':
			case '*':
			case '{':
				run = run.slice(0, -1);
				end();
				at = character === '{' ? Math.max(at, pattern.indexOf('}', at)) : at;
				break;
			case '\\':
				at++;
				if (/[dDwWsSbBAz]/.test(pattern.charAt(at))) {
					end();
				} else if (/\w/.test(pattern.charAt(at))) {
					end();
					return longest; // \pL, \x7b, \Q: what follows may not stand for itself
				} else {
					run += pattern.charAt(at);
				}
				break;
			case '+':
			case '.':
			case '^':
			case '$':
				end();
				break;
			default:
				run += character;
		}
	}
	end();
	return longest;
}

function endOfGroup(pattern: string, from: number): number {
	if (/^\(\?[a-zA-Z-]+[:)]/.test(pattern.slice(from))) {
		return pattern.length; // flags change what follows
	}
	let depth = 0;
	for (let at = from; at < pattern.length; at++) {
		const character = pattern.charAt(at);
		if (character === '\\') {
			at++;
		} else if (character === '[') {
			at = endOfClass(pattern, at);
		} else if (character === '(') {
			depth++;
		} else if (character === ')' && --depth === 0) {
			return at;
		}
	}
	return pattern.length;
}

function endOfClass(pattern: string, from: number): number {
	let at = from + 1;
	at += Number(pattern[at] === '^');
	at += Number(pattern[at] === ']');
	for (; at < pattern.length && pattern[at] !== ']'; at++) {
		at += Number(pattern[at] === '\\');
	}
	return at;
}
