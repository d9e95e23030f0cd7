const maxBase64Length = 74_994; // the most that xterm accepts in one sequence

/**
The sequence that copies a text to the clipboard of the terminal's own machine, over any SSH link (OSC 52). Inside tmux
it is wrapped so that tmux passes it on, which needs `allow-passthrough on` or `set-clipboard on`.

@returns `undefined` for a text that is too long for terminals.
*/
export function copySequence(text: string, environment: Readonly<Record<string, string | undefined>>): string | undefined {
	const encoded = Buffer.from(text).toString('base64');
	if (encoded.length > maxBase64Length) {
		return undefined;
	}
	const sequence = `\x1B]52;c;${encoded}\x07`;
	return environment.TMUX ? `${sequence}\x1BPtmux;\x1B${sequence}\x1B\\` : sequence;
}
