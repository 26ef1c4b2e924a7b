/** Longest sides to try, in pixels, the largest first. */
const sides = [1600, 1200, 800, 400]

/**
 * An image that has no more bytes than `most`: itself, or made smaller in this browser. What is no image, or cannot be
 * made small enough, stays as it is, for the server to say so.
 */
export async function fitImage(file: Blob, most: number): Promise<Blob> {
  if (file.size <= most) return file
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return file
  for (const side of sides) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.85))
    if (blob && blob.size <= most) return blob
  }
  return file
}
