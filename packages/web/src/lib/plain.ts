/** Lower case without accents, so that “sao” finds “São”. */
export const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
