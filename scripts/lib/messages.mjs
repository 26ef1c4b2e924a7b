/** One quiet line about what is going on. */
export function say(line) {
  console.log(`teia  ${line}`)
}

/** Says what is wrong and what to do about it, and ends the program with code 1. */
export function giveUp(message) {
  console.error(`teia  ${message.replaceAll('\n', '\n      ')}`)
  process.exit(1)
}
