/**
 * Libraries so many apps are built with that sharing them says nothing of two apps: the Java and Kotlin libraries, Android's own, and
 * the networking ones. Beginnings of class descriptors.
 */
const LIBRARIES: readonly string[] = [
  'Landroid/support/', 'Landroidx/', 'Lcom/google/', 'Lkotlin/', 'Lkotlinx/', 'L_COROUTINE/', 'Lj$/', 'Ljava/', 'Ljavax/', 'Lorg/jetbrains/', 'Lorg/intellij/',
  'Lokhttp3/', 'Lcom/squareup/', 'Lokio/', 'Lretrofit2/', 'Lio/reactivex/', 'Lrx/', 'Lorg/reactivestreams/', 'Lio/netty/', 'Lorg/apache/', 'Lorg/slf4j/', 'Lorg/json/',
  'Lcom/bumptech/glide/', 'Lcom/airbnb/lottie/', 'Lcom/alibaba/fastjson/', 'Lorg/greenrobot/', 'Lorg/junit/', 'Ljunit/', 'Lorg/hamcrest/',
];

/** Whether a class is of a widely used library rather than the app's own. */
export function isLibraryClass(name: string): boolean {
  return LIBRARIES.some((start) => name.startsWith(start));
}
