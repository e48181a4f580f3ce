-- A database as the web application's own migrations make it (Drizzle on PostgreSQL).
CREATE TYPE "public"."course_section_status" AS ENUM('public', 'private');
CREATE TYPE "public"."lesson_status" AS ENUM('public', 'private', 'preview');
CREATE TYPE "public"."product_status" AS ENUM('public', 'private');
CREATE TYPE "public"."user_role" AS ENUM('user', 'admin');
CREATE SCHEMA "drizzle";
CREATE TABLE "drizzle"."__drizzle_migrations" (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint);
CREATE TABLE "courses" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
    "name" text NOT NULL,
    "description" text NOT NULL,
    "createdAt" timestamp with time zone DEFAULT now() NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE "course_products" (
    "courseId" uuid NOT NULL,
    "productId" uuid NOT NULL,
    "createdAt" timestamp with time zone DEFAULT now() NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT "course_products_courseId_productId_pk" PRIMARY KEY("courseId", "productId")
);
CREATE TABLE "course_sections" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
    "name" text NOT NULL,
    "status" "course_section_status" DEFAULT 'private' NOT NULL,
    "order" integer NOT NULL,
    "courseId" uuid NOT NULL,
    "createdAt" timestamp with time zone DEFAULT now() NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE "lessons" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
    "name" text NOT NULL,
    "description" text,
    "youtubeVideoId" text NOT NULL,
    "order" integer NOT NULL,
    "status" "lesson_status" DEFAULT 'private' NOT NULL,
    "sectionId" uuid NOT NULL,
    "createdAt" timestamp with time zone DEFAULT now() NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE "products" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
    "name" text NOT NULL,
    "description" text NOT NULL,
    "imageUrl" text NOT NULL,
    "priceInDollars" integer NOT NULL,
    "status" "product_status" DEFAULT 'private' NOT NULL,
    "createdAt" timestamp with time zone DEFAULT now() NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE "purchases" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
    "pricePaidInCents" integer NOT NULL,
    "productDetails" jsonb NOT NULL,
    "userId" uuid NOT NULL,
    "productId" uuid NOT NULL,
    "stripeSessionId" text NOT NULL,
    "refundedAt" timestamp with time zone,
    "createdAt" timestamp with time zone DEFAULT now() NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT "purchases_stripeSessionId_unique" UNIQUE("stripeSessionId")
);
CREATE TABLE "users" (
    "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
    "clerkUserId" text NOT NULL,
    "email" text NOT NULL,
    "name" text NOT NULL,
    "role" "user_role" DEFAULT 'user' NOT NULL,
    "imageUrl" text,
    "deletedAt" timestamp with time zone,
    "createdAt" timestamp with time zone DEFAULT now() NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT "users_clerkUserId_unique" UNIQUE("clerkUserId")
);
CREATE TABLE "user_course_access" (
    "userId" uuid NOT NULL,
    "courseId" uuid NOT NULL,
    "createdAt" timestamp with time zone DEFAULT now() NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT "user_course_access_userId_courseId_pk" PRIMARY KEY("userId", "courseId")
);
CREATE TABLE "user_lesson_complete" (
    "userId" uuid NOT NULL,
    "lessonId" uuid NOT NULL,
    "createdAt" timestamp with time zone DEFAULT now() NOT NULL,
    "updatedAt" timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT "user_lesson_complete_userId_lessonId_pk" PRIMARY KEY("userId", "lessonId")
);
ALTER TABLE "course_products" ADD CONSTRAINT "course_products_courseId_courses_id_fk"
    FOREIGN KEY ("courseId") REFERENCES "public"."courses"("id") ON DELETE restrict ON UPDATE no action;
ALTER TABLE "course_products" ADD CONSTRAINT "course_products_productId_products_id_fk"
    FOREIGN KEY ("productId") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "course_sections" ADD CONSTRAINT "course_sections_courseId_courses_id_fk"
    FOREIGN KEY ("courseId") REFERENCES "public"."courses"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "lessons" ADD CONSTRAINT "lessons_sectionId_course_sections_id_fk"
    FOREIGN KEY ("sectionId") REFERENCES "public"."course_sections"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_userId_users_id_fk"
    FOREIGN KEY ("userId") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_productId_products_id_fk"
    FOREIGN KEY ("productId") REFERENCES "public"."products"("id") ON DELETE restrict ON UPDATE no action;
ALTER TABLE "user_course_access" ADD CONSTRAINT "user_course_access_userId_users_id_fk"
    FOREIGN KEY ("userId") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "user_course_access" ADD CONSTRAINT "user_course_access_courseId_courses_id_fk"
    FOREIGN KEY ("courseId") REFERENCES "public"."courses"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "user_lesson_complete" ADD CONSTRAINT "user_lesson_complete_userId_users_id_fk"
    FOREIGN KEY ("userId") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "user_lesson_complete" ADD CONSTRAINT "user_lesson_complete_lessonId_lessons_id_fk"
    FOREIGN KEY ("lessonId") REFERENCES "public"."lessons"("id") ON DELETE cascade ON UPDATE no action;
