"""What a clip's row says of the clip: warnings, and why it could not be measured; whole sentences.

They are kept in run.json in English.
"""

from __future__ import annotations

SENTENCES: tuple[tuple[str, str], ...] = (
    (r"(\d+) damaged packets or pictures: defects may be the file's own",
     r"\1 个数据包或画面已损坏：缺陷可能来自文件本身"),
    (r"its clock jumps (\d+) times; times run on from there", r"时间戳跳变 \1 次，其后按顺序累计"),
    (r"its picture size changes (\d+) times; all are brought to the first",
     r"画面尺寸变化 \1 次，均缩放到最初的尺寸"),
    (r"(\d+) frames decoded of the (\d+) the file claims: cut off\?",
     r"文件自称 \2 帧，只解出 \1 帧：可能被截断"),
    (r"the subject was out of sight from ([\d.]+) to ([\d.]+) s", r"\1–\2 秒主体不在画面内"),
    (r"no reference picture was found in the first frame; the middle was taken",
     "首帧中没有找到参考图里的主体，改为猜测画面中的主体"),
    (r"(.*) was not found in the first frame and is not measured", r"首帧中没有找到 \1，未测量"),
    (r"no face found in the reference pictures: the subject's face is compared with itself only",
     "参考图里没有找到人脸：主体的脸只与自身比较"),
    (r"VBench's subject_consistency is for whole files, not for parts of them",
     "VBench 的 subject_consistency 只用于整个文件，不用于其中一段"),
    (r"VBench's subject_consistency is not computed: (.*)",
     r"没有计算 VBench 的 subject_consistency：\1"),
    (r"the face models failed on this clip and are left out: (.*)",
     r"人脸模型在这条片上出错，未使用：\1"),
    (r"the models failed on this clip and are left out: (.*)", r"模型在这条片上出错，未使用：\1"),
    # why it could not be opened (vidcheck.decode)
    (r"(.*): no such file", r"\1：没有这个文件"),
    (r"(.*): cannot be opened: (.*)", r"\1：无法打开：\2"),
    (r"(.*): is a folder, not a clip", r"\1：是文件夹，不是视频文件"),
    (r"(.*): is no ordinary file", r"\1：不是普通文件"),
    (r"(.*): the file is empty", r"\1：文件是空的"),
    (r"(.*): holds no video stream", r"\1：里面没有视频流"),
    (r"(.*): no decoder for its video codec", r"\1：没有能解这种编码的解码器"),
    (r"(.*): claims a picture of (\S+), more than can be opened",
     r"\1：自称画面为 \2，超出可打开的大小"),
    (r"(.*): not one frame of it can be decoded", r"\1：一帧也解不出来"),
    (r"(.*): its pictures are in a form that cannot be shown", r"\1：画面格式无法显示"),
    (r"(.*): not a readable video: no video format that is known, or its header .*",
     r"\1：不是可读的视频：不是已知的视频格式，或文件头损坏、缺失"),
    (r"(.*): not a readable video: it ends before its first picture",
     r"\1：不是可读的视频：第一帧之前文件就结束了"),
    (r"(.*): not a readable video: (.*)", r"\1：不是可读的视频：\2"),
    # what became of the process that measured it (vidcheck.run)
    (r"not enough memory to measure it", "内存不足，无法测量"),
    (r"took longer than (\S+) s and was given up", r"超过 \1 秒，已放弃"),
    (r"the process measuring it ended: (.*)", r"测量它的进程已中止：\1"),
    (r"the process measuring it ended (\d+) times: (.*)", r"测量它的进程中止了 \1 次：\2"),
    (r"cannot be fetched: (.*)", r"无法取得：\1"),
    (r"(?s)internal error, please report it: (.*)", r"内部错误，请反馈：\1"),
)  # fmt: skip
